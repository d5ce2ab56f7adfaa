//! Confidence intervals from repetitions.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The share of such intervals that hold the true value, by the assumptions of each.
const CONFIDENCE: f64 = 0.95;

/// A 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The figure itself, in its own unit.
    pub estimate: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

impl Interval {
    /// The interval of the mean of `n` values, one per repetition: mean ± t(0.975; n − 1) · s / √n,
    /// with their standard deviation s. `None` for fewer than 2.
    ///
    /// It assumes that repetitions are independent and their values about normally distributed;
    /// it makes no assumption about the invocations within a repetition, which are neither.
    /// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2, "Confidence Limits for
    /// the Mean".
    #[must_use]
    pub fn of_mean(values: &[f64]) -> Option<Self> {
        if values.len() < 2 {
            return None;
        }
        let n = count(values);
        let mean = mean(values);
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let standard_error = (squares / (n - 1.0) / n).sqrt();
        let student = StudentsT::new(0.0, 1.0, n - 1.0).ok()?;
        let half_width = student.inverse_cdf(f64::midpoint(1.0, CONFIDENCE)) * standard_error;
        Some(Self {
            estimate: mean,
            low: mean - half_width,
            high: mean + half_width,
        })
    }

    /// Half of the interval's width as a share of the estimate: 0.1 is ± 10 %.
    #[must_use]
    pub fn relative_half_width(&self) -> f64 {
        (self.high - self.low) / 2.0 / self.estimate
    }
}

/// The arithmetic mean of at least one value.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / count(values)
}

#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^53 values")]
fn count(values: &[f64]) -> f64 {
    values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values from printed tables of Student's t. Two values a and b have the standard error
    /// |a - b| / 2.
    #[test]
    fn the_interval_is_student_s() {
        let interval = Interval::of_mean(&[10.0, 12.0]).unwrap();
        assert!((interval.high - 11.0 - 12.706).abs() < 1e-3, "{interval:?}");
        // Standard deviation sqrt(2.5), so a standard error of sqrt(0.5), and t = 2.776.
        let interval = Interval::of_mean(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        let half_width = 2.776_445 * 0.5_f64.sqrt();
        assert!(
            (interval.high - 3.0 - half_width).abs() < 1e-4,
            "{interval:?}"
        );
        assert!(
            (interval.low - 3.0 + half_width).abs() < 1e-4,
            "{interval:?}"
        );
        assert!((interval.relative_half_width() - half_width / 3.0).abs() < 1e-4);
    }

    #[test]
    fn without_spread_the_interval_is_a_point() {
        let interval = Interval::of_mean(&[7.0, 7.0, 7.0]).unwrap();
        assert_eq!((interval.low, interval.high), (7.0, 7.0));
    }

    #[test]
    fn one_value_has_no_interval() {
        assert_eq!(Interval::of_mean(&[1.0]), None);
    }
}
