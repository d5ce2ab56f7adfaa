//! Export of an assessed fleet for a spreadsheet.

use super::{Assessed, Assessment};
use crate::export::quoted;

impl Assessment<'_> {
    /// The assessment as CSV: a line for each function and each remedy, then the total.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut lines = vec![
            "function,memory_mb,arch,calls,usd_now,usd_bound,option,usd_saved_low,usd_saved_high,\
             months_to_pay_back,class,remark"
                .to_owned(),
        ];
        for assessed in &self.functions {
            lines.extend(self.lines(assessed));
        }
        let total = format!("total,,,,{},{},,,,,,", self.now, self.bound);
        lines.push(total);
        lines.join("\n")
    }

    /// A line for the function, then one for each remedy.
    fn lines(&self, assessed: &Assessed) -> Vec<String> {
        let function = assessed.function;
        let name = quoted(&function.name);
        let remarks = function.left_out.iter().chain(&function.assumed);
        let remarks: Vec<&str> = remarks.map(String::as_str).collect();
        let class = assessed.class.map_or("", data_core::PortClass::name);
        let bound = assessed
            .bound
            .map_or(String::new(), |bound| bound.to_string());
        let of_function = format!(
            "{name},{},{},{},{},{bound},,,,,{class},{}",
            function.memory_mb,
            function.architecture,
            function.calls,
            assessed.now,
            quoted(&remarks.join("; "))
        );
        let of_savings = assessed.savings.iter().map(|saving| {
            let payback = self.payback(saving.high);
            let months = payback
                .filter(|_| saving.remedy.is_port())
                .map(|payback| payback.to_string());
            format!(
                "{name},{},{},,,,{},{},{},{},{class},",
                function.memory_mb,
                function.architecture,
                saving.remedy.name(),
                saving.low,
                saving.high,
                months.unwrap_or_default()
            )
        });
        [of_function].into_iter().chain(of_savings).collect()
    }
}
