//! Times that readers and authors wait, with their spread: `cargo site bench`.

mod calculator;
#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../../tests/integration/support/copy.rs"]
mod copy;
mod reload;
#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../../tests/integration/support/browser.rs"]
mod support;

#[tokio::main]
async fn main() {
    calculator::measure_inputs().await;
    reload::measure_changes().await;
    reload::measure_whole_build();
}

/// Prints the distribution of times in ms.
fn report(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let rank = |percent: usize| times[(times.len() * percent).div_ceil(100).max(1) - 1];
    println!(
        "{name}: median {:.2} ms, 95th percentile {:.2} ms, longest {:.2} ms (n = {})",
        rank(50),
        rank(95),
        rank(100),
        times.len(),
    );
}
