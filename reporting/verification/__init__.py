"""Every check and test of the project in one run: `manage.py verify`, and so CI."""
