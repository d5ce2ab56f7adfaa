//! The variants of the control `sort` answer the same fields; what they sort is random.

use crate::common;
use crate::common::tested::{Tested, described};
use data::Workload;
use serde_json::json;

#[tokio::test]
async fn sort_answers_another_digest_each_time() {
    let host = common::host(Vec::new());
    for mut tested in Tested::all(Workload::Sort) {
        let name = tested.function.name.clone();
        let mut digests = Vec::new();
        for elements in [10, 5000, 5000] {
            let event = json!({ "elements": elements });
            let answer = tested.ask(&host, &event).await.unwrap();
            let digest = answer["digest"].as_str().unwrap_or_default().to_owned();
            let expected = json!({ "elements": elements, "digest": digest });
            let expected = described(Workload::Sort, &answer, expected);
            assert_eq!(answer, expected, "{name}");
            let is_hex = digest.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_hex && digest.len() == 64, "{name}: {digest}");
            assert!(!digests.contains(&digest), "{name}: {digest}");
            digests.push(digest);
        }
    }
}
