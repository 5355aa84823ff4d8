"""The Elasticsearch node really takes part."""

import pytest
from elasticsearch import Elasticsearch


@pytest.mark.elasticsearch
def test_elasticsearch_finds_what_was_indexed(elasticsearch_url):
    """The official client writes documents and finds the right one again."""
    documents = {"1": "digital tvilling", "2": "cykelparkering ved stationen"}
    with Elasticsearch(elasticsearch_url) as client:
        client.indices.create(index="smoke", mappings={"properties": {"text": {"type": "text"}}})
        try:
            for key, text in documents.items():
                client.index(index="smoke", id=key, document={"text": text}, refresh=True)
            hits = client.search(index="smoke", query={"match": {"text": "cykelparkering"}})["hits"]
        finally:
            client.indices.delete(index="smoke")
    assert [hit["_id"] for hit in hits["hits"]] == ["2"]
