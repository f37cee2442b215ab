"""What a learner works out by steps: a closed union of kinds, told apart by `kind`."""

from studyapp.catalogue.costs import CostExercise
from studyapp.catalogue.designs import Brief

# Every kind has an id, a title, a story and its kind.
Exercise = CostExercise | Brief
