"""What is shipped or fetched, under which licence: a CycloneDX list for machines, docs/licences.md for people."""
