//! The AWS SAM template deploys exactly what is compared.

use bench::languages::toolchain;
use data::{Variant, Workload};
use std::collections::BTreeSet;

fn template() -> String {
    std::fs::read_to_string(workspace::root().join("lambdas/template.yaml")).unwrap()
}

fn functions() -> impl Iterator<Item = (Workload, Variant)> {
    Workload::compared().flat_map(|workload| {
        let variants = workload.variants().iter();
        variants.map(move |&variant| (workload, variant))
    })
}

/// The text after `key` in each line that holds it.
fn values<'a>(template: &'a str, key: &str) -> Vec<&'a str> {
    let values = template.lines().filter_map(|line| line.split_once(key));
    values.map(|(_, value)| value).collect()
}

#[test]
fn every_function_is_deployed_once_and_keeps_its_logs_for_a_while() {
    let template = template();
    let expected: BTreeSet<String> = functions()
        .map(|(workload, variant)| format!("{workload}-{variant}"))
        .collect();
    for key in [
        "FunctionName: !Sub ${Prefix}",
        "LogGroupName: !Sub /aws/lambda/${Prefix}",
    ] {
        let found = values(&template, key);
        assert_eq!(found.len(), expected.len());
        let found: BTreeSet<String> = found.into_iter().map(str::to_owned).collect();
        assert_eq!(found, expected, "{key}");
    }
}

#[test]
fn every_functions_url_is_an_output() {
    let template = template();
    let (_, outputs) = template.split_once("\nOutputs:\n").unwrap();
    for (workload, variant) in functions() {
        let name = format!("{workload}-{variant}-url");
        let words = name.split('-');
        let name: String = words
            .map(|word| word[..1].to_uppercase() + &word[1..])
            .collect();
        let output = format!("  {name}:\n    Value: !GetAtt {name}.FunctionUrl\n");
        assert!(outputs.contains(&output), "{name}");
    }
}

/// Each function from its name to the next resource.
fn resource(template: &str, workload: Workload, variant: Variant) -> &str {
    let name = format!("FunctionName: !Sub ${{Prefix}}{workload}-{variant}\n");
    let (_, rest) = template.split_once(&name).unwrap();
    rest.split("\n\n").next().unwrap()
}

#[test]
fn only_record_may_write_and_only_its_late_variants_connect_late() {
    let template = template();
    for (workload, variant) in functions() {
        let resource = resource(&template, workload, variant);
        let writes = workload == Workload::Record;
        assert_eq!(resource.contains("Action: dynamodb:PutItem"), writes);
        assert_eq!(resource.contains("TABLE_NAME: !Ref Messages"), writes);
        let connects_late = resource.contains("CONNECT: first-call");
        assert_eq!(connects_late, variant.connects_late());
        assert!(resource.contains("AuthType: !Ref UrlAuth"));
    }
}

#[test]
fn each_function_has_the_runtime_of_its_language_and_the_package_of_its_folder() {
    let template = template();
    for (workload, variant) in functions() {
        let resource = resource(&template, workload, variant);
        let [runtime] = values(resource, "Runtime: ").try_into().unwrap();
        let version = toolchain(variant.language()).runtime_version(runtime);
        let is_os_only = variant.language().is_os_only();
        assert_eq!(version.is_none(), is_os_only, "{workload}-{variant}");
        assert_eq!(runtime.starts_with("provided"), is_os_only, "{runtime}");
        let mut variants = workload.variants().iter();
        let packaged = variants.find(|other| other.folder() == variant.folder());
        let package = format!(
            "CodeUri: ../target/packages/{workload}-{}.zip\n",
            packaged.unwrap()
        );
        assert!(resource.contains(&package), "{package}");
    }
}
