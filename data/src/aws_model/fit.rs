//! Least squares with parameters that can't be negative.

/// The parameters with which the sums of terms come closest to the targets, none of them negative;
/// `None` if the rows don't tell them. A row is its terms and its target.
///
/// Solves the normal equations. A parameter that comes out negative is taken as 0, and the others are
/// solved again: the active set of Lawson and Hanson, "Solving Least Squares Problems", 1974, without
/// the step that takes a parameter back in.
pub(super) fn least_squares(rows: &[(Vec<f64>, f64)]) -> Option<Vec<f64>> {
    let count = rows.first()?.0.len();
    let mut active: Vec<usize> = (0..count).collect();
    loop {
        let values = solve(normal_equations(rows, &active))?;
        let smallest = (0..active.len()).min_by(|&a, &b| values[a].total_cmp(&values[b]))?;
        if values[smallest] >= 0.0 {
            let mut all = vec![0.0; count];
            for (&index, value) in active.iter().zip(values) {
                all[index] = value;
            }
            return Some(all);
        }
        active.remove(smallest);
    }
}

/// One equation for each active parameter: its factors, then the right side.
fn normal_equations(rows: &[(Vec<f64>, f64)], active: &[usize]) -> Vec<Vec<f64>> {
    let equation = |&i: &usize| {
        let factors = active
            .iter()
            .map(|&j| rows.iter().map(|(terms, _)| terms[i] * terms[j]).sum());
        let right = rows.iter().map(|(terms, target)| terms[i] * target).sum();
        factors.chain([right]).collect()
    };
    active.iter().map(equation).collect()
}

/// Gauss's elimination with pivoting; `None` if the equations don't have one solution.
fn solve(mut equations: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let count = equations.len();
    for column in 0..count {
        let pivot = (column..count).max_by(|&a, &b| {
            let size = |row: usize| equations[row][column].abs();
            size(a).total_cmp(&size(b))
        })?;
        equations.swap(column, pivot);
        let pivot = equations[column].clone();
        if pivot[column].abs() < 1e-12 {
            return None;
        }
        for (row, equation) in equations.iter_mut().enumerate() {
            if row != column {
                let factor = equation[column] / pivot[column];
                for (value, pivot) in equation.iter_mut().zip(&pivot) {
                    *value -= factor * pivot;
                }
            }
        }
    }
    let solved = equations.iter().enumerate();
    Some(
        solved
            .map(|(row, equation)| equation[count] / equation[row])
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// y = 2 a + 3 b, known without error.
    #[test]
    fn exact_rows_give_their_parameters() {
        let rows: Vec<_> = [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (4.0, 2.0)]
            .map(|(a, b)| (vec![a, b], 2.0 * a + 3.0 * b))
            .to_vec();
        let values = least_squares(&rows).unwrap();
        assert!((values[0] - 2.0).abs() < 1e-9 && (values[1] - 3.0).abs() < 1e-9);
    }

    /// y = 2 a - b would fit; without b, 14 a = 18 is the best: (1·1 + 2·1 + 3·5) / (1 + 4 + 9).
    #[test]
    fn no_parameter_is_negative() {
        let rows = [
            (vec![1.0, 1.0], 1.0),
            (vec![2.0, 3.0], 1.0),
            (vec![3.0, 1.0], 5.0),
        ];
        let values = least_squares(&rows).unwrap();
        assert!((values[0] - 18.0 / 14.0).abs() < 1e-9, "{values:?}");
        assert_eq!(values[1].to_bits(), 0);
    }

    #[test]
    fn what_always_goes_together_can_t_be_told_apart() {
        let rows = [(vec![1.0, 2.0], 1.0), (vec![2.0, 4.0], 2.0)];
        assert_eq!(least_squares(&rows), None);
        assert_eq!(least_squares(&[]), None);
    }
}
