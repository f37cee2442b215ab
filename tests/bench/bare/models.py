from django.db import models


class Saved(models.Model):
    number = models.IntegerField()
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
