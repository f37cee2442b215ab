#!/bin/sh
# Lighthouse's four scores of some pages, as a phone sees them (simulated throttling).
#
#     tests/bench/lighthouse.sh https://localhost:8443 "sessionid=…" / /progress/ …
#
# The site must be served in production mode and over HTTPS, as docs/operating.md says; a certificate of one's own will do. The
# second argument is the cookie of whoever looks, or "" for nobody. Node and a Chromium (CHROME_PATH) must be there; Lighthouse is
# fetched by npx. `make test` does not need any of this.
set -eu
site=$1 cookie=$2
shift 2
report=$(mktemp)
trap 'rm -f "$report"' EXIT
printf '%-70s %s\n' page 'performance accessibility best-practices seo'
for page in "$@"; do
  npx --yes lighthouse@12 "$site$page" --quiet --output=json --output-path="$report" --chrome-flags="--headless=new --no-sandbox --ignore-certificate-errors" \
    ${cookie:+--extra-headers="{\"Cookie\":\"$cookie\"}"}
  node -e '
      const { categories, finalDisplayedUrl } = JSON.parse(require("fs").readFileSync(process.argv[1]));
      const scores = Object.values(categories).map((one) => String(Math.round(one.score * 100)).padEnd(12));
      console.log(new URL(finalDisplayedUrl).pathname.padEnd(70), scores.join(" "));
  ' "$report"
done
