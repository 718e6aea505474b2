"""Logs say where a mistake happened, and nothing that it says of anyone."""

import json
import logging

import pytest

from desireline.cli.logs import write_logs


@pytest.mark.parametrize("as_json", [True, False])
def test_a_mistake_is_logged_by_place_and_kind(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    loggers = [logging.getLogger(name) for name in ("desireline", "uvicorn.error")]
    before = [(logger.handlers, logger.propagate, logger.level) for logger in loggers]
    try:
        write_logs(as_json=as_json, level="info")
        try:
            raise ValueError("ann lives here")
        except ValueError as error:
            logging.getLogger("desireline.service").error("a mistake, reference %s", "r1", exc_info=error, extra={"told": {"status": 500}})
        logging.getLogger("desireline.service").debug("unheard")
    finally:
        for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)
    said = capsys.readouterr().err
    assert "ann" not in said
    assert "unheard" not in said
    assert "ValueError" in said
    assert f"in {test_a_mistake_is_logged_by_place_and_kind.__name__}" in said
    if as_json:
        line = json.loads(said)
        assert (line["level"], line["said"], line["status"]) == ("error", "a mistake, reference r1", 500)
