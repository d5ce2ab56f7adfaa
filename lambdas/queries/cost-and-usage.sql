-- GB-seconds and requests of each function in one month, on demand, from a cost and usage report 2.0 with
-- resource ids. Put the month's first day and your table's name in.
SELECT line_item_resource_id AS function,
       SUM(CASE WHEN line_item_usage_type LIKE '%Lambda-GB-Second%' THEN line_item_usage_amount ELSE 0 END)
           AS gb_seconds,
       SUM(CASE WHEN line_item_usage_type LIKE '%Request%' THEN line_item_usage_amount ELSE 0 END) AS requests,
       SUM(line_item_unblended_cost) AS usd
FROM cost_and_usage_report
WHERE line_item_product_code = 'AWSLambda'
  AND line_item_operation = 'Invoke'
  AND line_item_line_item_type IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage')
  AND line_item_usage_type NOT LIKE '%Lambda-Edge-%'
  AND line_item_usage_type NOT LIKE '%Provisioned%'
  AND line_item_resource_id LIKE 'arn:aws:lambda:%'
  AND bill_billing_period_start_date = TIMESTAMP '2026-10-01 00:00:00'
GROUP BY line_item_resource_id
ORDER BY gb_seconds DESC
