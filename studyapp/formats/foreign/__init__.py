"""Banks as other systems write them: each format is one file of one shape, and `known.FORMATS` is the table of them."""
