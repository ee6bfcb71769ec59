"""Dated reference data that the world keeps, not the mechanism: States and their names, languages, currencies, time zones.

Each list is a file beside its loader. Sources: names of States are those of UNTERM, and of M49 where UNTERM has none, as the
table "Countries and Territories Taxonomy" of OCHA brings them (hdx-python-country 4.2.5); Kosovo stands by the code that
agencies use, with its footnote; currencies are those of ISO 4217 in which money is paid, with their minor units; UNHCR's own
country codes are those of its statistics, kept to say which ISO code was meant. Languages are ISO 639-3 by pycountry.
"""
