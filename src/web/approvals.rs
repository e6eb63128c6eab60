//! `/duyet`: the leader's inbox. Slips are read in a row and approved one by one or many at once; one that needs another
//! answer opens its own form.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDate;
use serde::Deserialize;

use super::error::PageResult;
use super::extract::{Form, Query, SignedIn};
use super::form::blocking;
use super::page::{Frame, Place, html};
use super::{Shared, filters};
use crate::app::App;
use crate::app::error::AppError;
use crate::app::{browse, handle};
use crate::domain::id::PetitionId;
use crate::domain::listing::DueState;
use crate::domain::permission::Actor;
use crate::domain::petition::Petition;
use crate::domain::text;
use crate::label;

/// Slips on one page.
const PAGE_SLIPS: usize = 50;
/// Longest remark that goes with an approval.
const REMARK_MAX: usize = 1000;

#[derive(Template)]
#[template(path = "approvals.html", config = "assets/askama.toml")]
struct ApprovalsPage {
    frame: Frame,
    slips: Vec<Slip>,
    total: u64,
    approved: u64,
    /// What could not be approved, and why.
    refused: Vec<(String, String)>,
    remark: String,
    error: String,
}

struct Slip {
    number: String,
    /// Number and revision, as the form sends them back.
    token: String,
    is_chosen: bool,
    kind: &'static str,
    sender: String,
    is_sealed: bool,
    received: NaiveDate,
    content: String,
    proposal: String,
    due_words: String,
    due_class: &'static str,
    due_on: Option<NaiveDate>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    /// How many were approved just before.
    da: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ApprovalForm {
    chon: Vec<String>,
    y_kien: String,
}

pub(super) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(done): Query<Done>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let page = page(app, &actor, &ApprovalForm::default())?;
        Ok(ApprovalsPage { approved: done.da, ..page })
    })
    .await?;
    html(&page)
}

pub(super) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(form): Form<ApprovalForm>,
) -> PageResult {
    let outcome = blocking(&app, move |app| approve(app, &actor, &form)).await?;
    match outcome {
        Ok(approved) => Ok(Redirect::to(&format!("/duyet?da={approved}")).into_response()),
        Err(page) => Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&*page)?).into_response()),
    }
}

/// How many were approved, or the page that says what was not.
fn approve(
    app: &App,
    actor: &Actor,
    form: &ApprovalForm,
) -> Result<Result<usize, Box<ApprovalsPage>>, AppError> {
    let chosen: Vec<(PetitionId, u32)> = form.chon.iter().filter_map(|token| seen(token)).collect();
    let again = |error: &str| {
        let page = page(app, actor, form)?;
        Ok(Err(Box::new(ApprovalsPage { error: error.to_owned(), ..page })))
    };
    if chosen.is_empty() {
        return again("Chưa chọn đơn nào.");
    }
    let remark = match text::block(&form.y_kien, REMARK_MAX) {
        Ok(remark) => Some(remark),
        Err(text::TextError::Empty) => None,
        Err(error) => return again(&label::text_error(&error)),
    };
    let outcomes = handle::approve_many(app, actor, &chosen, remark.as_deref())?;
    let mut refused = Vec::new();
    for (id, outcome) in &outcomes {
        if let Err(error) = outcome {
            refused.push((id.to_string(), reason(error)));
        }
    }
    let approved = outcomes.len() - refused.len();
    if refused.is_empty() {
        return Ok(Ok(approved));
    }
    let page = page(app, actor, form)?;
    Ok(Err(Box::new(ApprovalsPage { refused, approved: approved as u64, ..page })))
}

fn reason(error: &AppError) -> String {
    match error {
        AppError::Refused(reason) => label::refusal(reason),
        AppError::Conflict(_) => "Đã có người xử lý sau khi trang này mở; hãy xem lại.".into(),
        AppError::Forbidden
        | AppError::NotFound
        | AppError::Store(_)
        | AppError::Search(_)
        | AppError::Internal(_) => "Không còn ở đây.".into(),
    }
}

/// `2018/0412@7`: a petition as the leader saw it.
fn seen(token: &str) -> Option<(PetitionId, u32)> {
    let (id, revision) = token.split_once('@')?;
    Some((id.parse().ok()?, revision.parse().ok()?))
}

fn page(app: &App, actor: &Actor, form: &ApprovalForm) -> Result<ApprovalsPage, AppError> {
    let (waiting, total) = browse::approvals(app, actor, PAGE_SLIPS)?;
    Ok(ApprovalsPage {
        frame: Frame::new(app, actor, Place::Approvals)?,
        slips: waiting.iter().map(|petition| slip(app, petition, &form.chon)).collect(),
        total,
        approved: 0,
        refused: Vec::new(),
        remark: form.y_kien.clone(),
        error: String::new(),
    })
}

fn slip(app: &App, petition: &Petition, chosen: &[String]) -> Slip {
    let office = app.office();
    let state = DueState::on(app.today(), petition.status(), petition.due_on);
    let token = format!("{}@{}", petition.id, petition.revision);
    let proposal = petition.paper.proposal.as_ref();
    Slip {
        number: petition.id.to_string(),
        is_chosen: chosen.contains(&token),
        token,
        kind: label::kind_short(petition.kind()),
        sender: super::petitions::show::sender(petition),
        is_sealed: petition.is_sealed(),
        received: petition.facts.received_on,
        content: petition.facts.content.clone(),
        proposal: proposal
            .map(|slip| label::proposal(slip, office.on(app.today().date)))
            .unwrap_or_default(),
        due_words: label::due_state(state),
        due_class: super::petitions::list::due_class(state),
        due_on: petition.due_on,
    }
}
