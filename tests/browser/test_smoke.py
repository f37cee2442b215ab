import time
from tests.browser.test_keyboard import begin, number
def test_it(visit):
    page = visit()
    log=[]
    t0=time.time()
    page.on("request",lambda r: log.append((round(time.time()-t0,3),"->",r.method,r.post_data)) if r.method=="POST" else None)
    page.on("response",lambda r: log.append((round(time.time()-t0,3),"<-",r.status,r.request.post_data)) if r.request.method=="POST" else None)
    page.on("requestfailed",lambda r: log.append((round(time.time()-t0,3),"XX",r.failure,r.post_data)) if r.method=="POST" else None)
    begin(page)
    for i in range(120):
        log.clear()
        want = page.locator("[data-key=flag]").inner_text()
        page.keyboard.press(str(i%3+1)); log.append((round(time.time()-t0,3),"key",i%3+1))
        page.evaluate(f"new Promise(r=>setTimeout(r,{i%60}))")
        page.keyboard.press("f"); log.append((round(time.time()-t0,3),"f"))
        page.wait_for_timeout(300)
        if page.locator("[data-key=flag]").inner_text()==want: print("LOST", *log, sep="\n"); 
    print(*log,sep="\n")
