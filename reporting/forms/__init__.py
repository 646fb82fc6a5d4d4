"""Shape of what is typed on the pages of the reports."""
