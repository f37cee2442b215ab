"""Pure: values to positions and labels. The SVG is a template."""
