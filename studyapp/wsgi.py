import os

from django.core.wsgi import get_wsgi_application

from studyapp.processes import end_with_parent

end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
application = get_wsgi_application()
