from django.test import Client
from tests.pages.acting import *
from tests.pages.markup import *
def test_it(ada: Client):
    a=begin(ada,size=3)
    r=ada.get(address(a,1)); print(main_of(r).text)
    r=answer(ada,a,1,right=False,htmx=True); print(read(r.content).text)
    finish(ada,a); x=run(ada,3); print(ada.get(f"/attempts/{x.pk}/result/").content.decode())
    assert 0
