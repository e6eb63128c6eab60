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
        let detail = browse::detail(app, &actor, id)?;
        let petition = &detail.petition;
        Ok(ReceiptPage {
            style: asset::address("app.css"),
            icon: asset::address("icon.svg"),
            script: asset::address("app.js"),
            office: app.office().name.clone(),
            number: petition.id.to_string(),
            kind: label::kind(petition.facts.kind),
            sender: sender(petition),
            received: label::date(petition.facts.received_on),
            content: petition.facts.content.clone(),
            enclosures: petition.facts.enclosures.clone().unwrap_or_default(),
            has_originals: petition.facts.has_originals,
            officer: detail.entered_by.clone().unwrap_or_default(),
            is_sealed: petition.is_sealed(),
        })
    })
    .await?;
    html(&page)
}
