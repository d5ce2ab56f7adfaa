"""The query for Athena, run by DuckDB over a report that was made up."""

from pathlib import Path

import duckdb

QUERY = Path(__file__).parents[1] / "cost-and-usage.sql"
ORDERS = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
THUMBS = "arn:aws:lambda:eu-west-1:111122223333:function:thumbs"

# Resource, usage type, amount, cost in USD, and what differs from a usage of Lambda in October.
ROWS = [
    (ORDERS, "EU-Lambda-GB-Second", 1500.25, 0.025, {}),
    (ORDERS, "EU-Lambda-GB-Second", 499.75, 0.0083, {"type": "SavingsPlanCoveredUsage"}),
    (ORDERS, "EU-Request", 40000, 0.008, {}),
    (THUMBS, "EU-Lambda-GB-Second-ARM", 12.5, 0.0002, {}),
    (THUMBS, "EU-Request-ARM", 100, 0.00002, {}),
    # None of these is billed time or a request of a function, on demand, in October.
    (ORDERS, "EU-Lambda-GB-Second", -499.75, -0.0083, {"type": "SavingsPlanNegation"}),
    (ORDERS, "EU-Lambda-GB-Second", 7.0, 0.1, {"month": "2026-09-01"}),
    (ORDERS, "EU-Lambda-Provisioned-GB-Second", 7.0, 0.1, {}),
    (ORDERS, "Lambda-Edge-GB-Second", 7.0, 0.1, {}),
    (ORDERS, "Lambda-Edge-Request", 7.0, 0.1, {}),
    (ORDERS, "EU-DataTransfer-Out-Bytes", 7.0, 0.1, {"operation": "DataTransfer"}),
    ("i-0123456789abcdef0", "EU-BoxUsage:t3.micro", 7.0, 0.1, {"product": "AmazonEC2"}),
]


def answer() -> list[tuple]:
    database = duckdb.connect()
    database.execute("""
        CREATE TABLE cost_and_usage_report (
            line_item_resource_id VARCHAR,
            line_item_usage_type VARCHAR,
            line_item_usage_amount DOUBLE,
            line_item_unblended_cost DOUBLE,
            line_item_line_item_type VARCHAR,
            line_item_operation VARCHAR,
            line_item_product_code VARCHAR,
            bill_billing_period_start_date TIMESTAMP
        )
    """)
    for resource, usage_type, amount, usd, differs in ROWS:
        values = [
            resource,
            usage_type,
            amount,
            usd,
            differs.get("type", "Usage"),
            differs.get("operation", "Invoke"),
            differs.get("product", "AWSLambda"),
            differs.get("month", "2026-10-01"),
        ]
        database.execute(
            "INSERT INTO cost_and_usage_report VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
        )
    return database.execute(QUERY.read_text()).fetchall()


def test_gb_seconds_and_requests_are_summed_up_by_function() -> None:
    sums = [(name, gb_seconds, requests) for name, gb_seconds, requests, _ in answer()]
    assert sums == [(ORDERS, 2000.0, 40000.0), (THUMBS, 12.5, 100.0)]
