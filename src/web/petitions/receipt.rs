//! `/don/{năm}/{số}/bien-nhan`: the receipt, one page to print and hand over.

use askama::Template;
use axum::extract::State;

use super::show::sender;
use crate::app::browse;
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{PetitionPath, SignedIn};
use crate::web::form::blocking;
use crate::web::page::html;
use crate::web::{Shared, asset};

#[derive(Template)]
#[template(path = "petitions/receipt.html", config = "assets/askama.toml")]
struct ReceiptPage {
    style: String,
    icon: String,
    script: String,
    office: String,
    number: String,
    kind: &'static str,
    sender: String,
    received: String,
    content: String,
    enclosures: String,
    has_originals: bool,
    officer: String,
    is_sealed: bool,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let (petition, office) = (browse::receipt(app, &actor, id)?, app.office());
        Ok(ReceiptPage {
            style: asset::address("app.css"),
            icon: asset::address("icon.svg"),
            script: asset::address("app.js"),
            office: office.name.clone(),
            number: petition.id.to_string(),
            kind: label::kind(petition.facts.kind),
            sender: sender(&petition),
            received: label::date(petition.facts.received_on),
            content: petition.facts.content.clone(),
            enclosures: petition.facts.enclosures.clone().unwrap_or_default(),
            has_originals: petition.facts.has_originals,
            officer: petition.entered_by.map_or("", |by| office.person(by)).to_owned(),
            is_sealed: petition.is_sealed(),
        })
    })
    .await?;
    html(&page)
}
