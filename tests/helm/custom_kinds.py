"""Judges manifests of custom kinds by the schemas in `schemas/`, and by nothing else.

As an API server does with strict validation: a field that the schema does not have is an error. A
kind without a schema is one, too. Reads a list of manifests as JSON from standard input.
"""

import json
import pathlib
import sys

import jsonschema
import yaml

# What people write about an object; servers fill in the rest.
METADATA = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "name": {"type": "string", "pattern": r"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$", "maxLength": 253},
        "namespace": {"type": "string", "pattern": r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "maxLength": 63},
    },
}


def strict(schema):
    """The same as JSON Schema, where fields that are not named are errors."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: strict(value) for key, value in schema.items()}
    if schema.pop("x-kubernetes-int-or-string", False):
        schema["type"] = ["integer", "string"]
    if schema.get("type") == "object" and "properties" in schema:
        schema.setdefault("additionalProperties", False)
    return schema


def known_kinds(folder):
    """The judge of each kind, and whether its objects are in a namespace."""
    kinds = {}
    for file in sorted(folder.glob("*.yaml")):
        known = yaml.safe_load(file.read_text(encoding="utf-8"))
        schema = known["schema"]
        schema["properties"] |= {
            "apiVersion": {"const": known["apiVersion"]},
            "kind": {"const": known["kind"]},
            "metadata": METADATA,
        }
        schema["required"] = sorted({*schema.get("required", []), "apiVersion", "kind", "metadata"})
        schema = strict(schema)
        jsonschema.Draft202012Validator.check_schema(schema)
        judge = jsonschema.Draft202012Validator(schema)
        kinds[known["apiVersion"], known["kind"]] = (judge, known["scope"] == "Namespaced")
    return kinds


def flaws(manifest, kinds):
    """What is wrong with a manifest."""
    kind = (manifest.get("apiVersion"), manifest.get("kind"))
    if kind not in kinds:
        yield f"{kind[0]} {kind[1]}: there is no schema of this kind"
        return
    judge, is_in_namespace = kinds[kind]
    name = manifest.get("metadata", {}).get("name")
    for error in judge.iter_errors(manifest):
        yield f"{kind[1]} {name}: {error.json_path}: {error.message}"
    if not is_in_namespace and "namespace" in manifest.get("metadata", {}):
        yield f"{kind[1]} {name}: is in no namespace"


def main():
    kinds = known_kinds(pathlib.Path(__file__).parent / "schemas")
    found = [flaw for manifest in json.load(sys.stdin) for flaw in flaws(manifest, kinds)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
