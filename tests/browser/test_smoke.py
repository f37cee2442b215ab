import time
from axe_playwright_python.sync_playwright import Axe
def test_it(visit):
    page = visit()
    t=time.time(); page.goto("/"); print("home",time.time()-t)
    print(page.evaluate("getComputedStyle(document.body).fontFamily"))
    t=time.time(); page.goto("/courses/ai-model-inferencing/options/"); print("options",time.time()-t)
    for w in 1280,320:
        page.set_viewport_size({"width":w,"height":900})
        for s in "light","dark":
            page.emulate_media(color_scheme=s)
            t=time.time(); r=Axe().run(page, options={"resultTypes":["violations"],"runOnly":["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]}); print(w,s,time.time()-t, r.generate_snapshot())
            t=time.time(); r=Axe().run(page, options={"resultTypes":["violations"],"runOnly":{"type":"rule","values":["color-contrast"]}}); print(w,s,time.time()-t)
