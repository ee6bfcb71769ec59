"""The documents as a site: `make docs` builds `build/site` from the files where they stand, with nothing written twice."""
