"""`DICTIONNAIRE.md`: every table and column in French and English, written from the schemas."""

from schemas.tables import SCHEMA_VERSION, TABLES, fields, key, schema


def dictionary() -> str:
    """The data dictionary of all tables."""
    head = (
        "# Dictionnaire des données / Data dictionary\n\n"
        f"Schémas version {SCHEMA_VERSION}. Codes en texte, dates ISO 8601, booléens true/false, listes séparées par `|`, "
        "cellule vide = valeur absente. `*` = obligatoire.\n\n"
        "Codes are text, dates ISO 8601, booleans true/false, lists joined by `|`, an empty cell is a missing value. `*` = required.\n"
    )
    return head + "".join(_table(table) for table in TABLES)


def _table(table: str) -> str:
    about = schema(table)
    rows = "".join(_field(field) for field in fields(table))
    keyed = f"Clé / key: `{', '.join(key(table))}`\n\n" if "primaryKey" in about else ""
    return (
        f"\n## {table} — {about['title']}\n\n{about['description']}  \n{about['description_en']}\n\n{keyed}"
        f"| colonne | type | français | English | exemple |\n| --- | --- | --- | --- | --- |\n{rows}"
    )


def _field(field: dict[str, object]) -> str:
    rules = field["constraints"]
    assert isinstance(rules, dict)
    star = "*" if rules.get("required") else ""
    choices = f" ({', '.join(map(str, rules['enum']))})" if rules.get("enum") else ""
    cells = (
        f"`{field['name']}`{star}",
        f"{field['type']}{choices}",
        field["description"],
        field["description_en"],
        field["example"],
    )
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"
