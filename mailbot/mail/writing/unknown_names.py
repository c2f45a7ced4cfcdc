"""Names in a template that no letter is filled with, also in branches that no sample takes.

Faults: those of the template engine, for a template that cannot be parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jinja2 import Environment, nodes
from jinja2.meta import find_undeclared_variables

from mailbot.mail.writing.template_file import Source


def unknown_names(
    engine: Environment, source: Source, samples: Sequence[Mapping[str, object]]
) -> Iterator[str]:
    """Each as ``file:line: message``."""
    known = {key for sample in samples for key in sample}
    for part, line in ((source.subject, source.subject_line), (source.body, source.body_line)):
        tree = engine.parse(source.at_its_line(part, line))
        unknown = find_undeclared_variables(tree) - known
        for node in tree.find_all(nodes.Name):
            if node.name in unknown:
                yield f"{source.file}:{node.lineno}: undefined name '{node.name}'"
        for getter in tree.find_all(nodes.Getattr):
            owner = getter.node.name if isinstance(getter.node, nodes.Name) else ""
            values = [value for s in samples if isinstance(value := s.get(owner), Mapping)]
            if values and not any(getter.attr in value for value in values):
                yield f"{source.file}:{getter.lineno}: undefined name '{owner}.{getter.attr}'"
