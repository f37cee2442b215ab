"""What is compiled is kept, whatever the environment says: to compile everything again is a third of each start."""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # of the workers too
