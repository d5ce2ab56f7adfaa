//! `{{#origins}}`: the marks of figures and what they mean.

use crate::figures::{context::Context, directive::Directive, replacement::Replacement};
use anyhow::Result;
use data::Origin;

pub(super) const DIRECTIVE: Directive = Directive {
    name: "origins",
    usage: &[""],
    becomes: "the marks of figures' origins and what each means",
    expand: origins,
};

fn origins(arguments: &[&str], _: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let item = |origin: &Origin| {
        let means = match origin {
            Origin::Measured => "with this project; the page says where",
            Origin::Estimated => "by a model of what AWS adds, which is tested",
            Origin::Published => "by others, on AWS, or by AWS itself",
            Origin::Yours => "read or measured in your browser",
        };
        format!(r#"<li><span class="mark {origin}">{origin}</span> {means}</li>"#)
    };
    let items: String = Origin::ALL.iter().map(item).collect();
    Ok(Replacement::Block(format!(
        r#"<ul class="origins">{items}</ul>"#
    )))
}
