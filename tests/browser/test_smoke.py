import time
from axe_playwright_python.sync_playwright import Axe
def test_it(visit):
    page = visit()
    axe=Axe()
    for u in ["/courses/ai-model-inferencing/options/","/","/courses/ai-model-inferencing/glossary/","/courses/ai-model-inferencing/modules/batch/a-job-not-an-endpoint/"]:
        t=time.time(); page.goto(u); print(u,time.time()-t)
        t=time.time(); page.evaluate(axe.axe_script); print("inject",time.time()-t)
        tags=["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]
        for o in [{"runOnly":tags,"resultTypes":["violations"]},{"runOnly":tags,"resultTypes":["violations"],"reporter":"no-passes","iframes":False,"preload":False,"selectors":False},{"runOnly":tags,"reporter":"raw","iframes":False,"preload":False,"selectors":False}, ]:
            for i in 1,2:
                t=time.time(); r=page.evaluate("o=>axe.run(o).then(r=>(r.violations||[]).length)",o); print(time.time()-t,end=" ")
        print()
        for s in "light","dark":
            page.emulate_media(color_scheme=s)
        t=time.time(); r=page.evaluate("()=>axe.run({runOnly:{type:'rule',values:['color-contrast']},preload:false})"); print("cc",time.time()-t)
        t=time.time(); r=page.evaluate("()=>axe.run({runOnly:{type:'rule',values:['target-size']},preload:false})"); print("ts",time.time()-t)
