//! `/don/{năm}/{số}/da-ghi/{dòng}`: puts a recorded step right, its day and number and signer of its document.
//!
//! Reached from the step's line in the history. Everything typed stays, whatever is wrong; after somebody else's change
//! the form says what changed and may be sent again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::correct::required_line;
use crate::app::App;
use crate::app::correct::step::{self, Asked, Recorded};
use crate::app::error::{AppError, Conflict, Refused};
use crate::domain::correction::step::StepFault;
use crate::domain::id::PetitionId;
use crate::domain::permission::Actor;
use crate::label;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, PetitionPath, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

/// The form as posted: what was typed, untouched.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct RecordedForm {
    ngay: String,
    so: String,
    ky: String,
    ly_do: String,
    ban: String,
}

#[derive(Template)]
#[template(path = "petitions/recorded.html", config = "assets/askama.toml")]
struct RecordedPage {
    frame: Frame,
    number: String,
    event: u32,
    sub: String,
    told: Vec<String>,
    has_number: bool,
    has_signer: bool,
    form: RecordedForm,
    errors: FieldErrors,
    refusal: String,
    since: Vec<String>,
}

/// The event in an address.
#[derive(Deserialize)]
pub(in crate::web) struct EventNumber {
    event: String,
}

fn number(event: &EventNumber) -> Result<u32, PageError> {
    event.event.parse().map_err(|_| PageError::NotFound)
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Path(event): Path<EventNumber>,
) -> PageResult {
    let event = number(&event)?;
    let page = blocking(&app, move |app| {
        let recorded = step::recorded(app, &actor, id, event)?;
        let form = RecordedForm {
            ngay: label::date(recorded.facts.on),
            so: recorded.facts.number.clone().unwrap_or_default(),
            ky: recorded.facts.signer.clone().unwrap_or_default(),
            ly_do: String::new(),
            ban: recorded.petition.revision.to_string(),
        };
        page(app, &actor, (&recorded, event), Shown::of(form))
    })
    .await?;
    html(&page)
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Path(event): Path<EventNumber>,
    Form(form): Form<RecordedForm>,
) -> PageResult {
    let event = number(&event)?;
    let outcome = blocking(&app, move |app| take(app, &actor, (id, event), form)).await?;
    match outcome {
        None => Ok(Redirect::to(&format!("/don/{id}?da=sua-buoc")).into_response()),
        Some((status, page)) => Ok((status, html(&page)?).into_response()),
    }
}

/// What a page shows beside its step.
struct Shown {
    form: RecordedForm,
    errors: FieldErrors,
    refusal: String,
    conflict: Option<Conflict>,
}

impl Shown {
    fn of(form: RecordedForm) -> Self {
        Self { form, errors: FieldErrors::default(), refusal: String::new(), conflict: None }
    }
}

/// Corrects; the page to show again where nothing was corrected.
fn take(
    app: &App,
    actor: &Actor,
    (id, event): (PetitionId, u32),
    form: RecordedForm,
) -> Result<Option<(StatusCode, RecordedPage)>, AppError> {
    let recorded = step::recorded(app, actor, id, event)?;
    let mut shown = Shown::of(form);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(asked) = parse(&recorded, &mut shown) {
        match step::correct(app, actor, id, (event, &asked)) {
            Ok(()) => return Ok(None),
            Err(AppError::Refused(Refused::Step(fault @ StepFault::OutOfPlace(..)))) => {
                shown.errors.add("ngay", label::step_fault(fault));
            }
            Err(AppError::Refused(reason)) => shown.refusal = label::refusal(&reason),
            Err(AppError::Conflict(conflict)) => {
                shown.conflict = Some(*conflict);
                status = StatusCode::CONFLICT;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Some((status, page(app, actor, (&recorded, event), shown)?)))
}

/// What is asked for; `None` beside all the errors.
fn parse(recorded: &Recorded, shown: &mut Shown) -> Option<Asked> {
    let (form, errors) = (&shown.form, &mut shown.errors);
    let on = label::read_date(&form.ngay);
    if on.is_none() {
        errors.add("ngay", "Ghi ngày dạng 05/11/2026.");
    }
    let facts = &recorded.facts;
    let number = facts.number.is_some().then(|| required_line("so", &form.so, errors));
    let signer = facts.signer.is_some().then(|| required_line("ky", &form.ky, errors));
    let reason = required_line("ly_do", &form.ly_do, errors);
    let revision = form.ban.parse().unwrap_or(u32::MAX);
    on.map(|on| Asked { on, number, signer, reason, revision }).filter(|_| errors.is_empty())
}

fn page(
    app: &App,
    actor: &Actor,
    (recorded, event): (&Recorded, u32),
    shown: Shown,
) -> Result<RecordedPage, AppError> {
    let (office, petition) = (app.office(), &recorded.petition);
    let mut form = shown.form;
    // Who has seen what happened meanwhile may send the form again.
    if let Some(conflict) = &shown.conflict {
        form.ban = conflict.revision.to_string();
    }
    let told = recorded.events.iter();
    Ok(RecordedPage {
        frame: Frame::new(app, actor, Place::Petitions)?,
        number: petition.id.to_string(),
        event,
        sub: format!("{} · {}", label::kind(petition.kind()), super::show::sender(petition)),
        told: told.map(|one| label::happening(&one.happening, office.on(one.on))).collect(),
        has_number: recorded.facts.number.is_some(),
        has_signer: recorded.facts.signer.is_some(),
        form,
        errors: shown.errors,
        refusal: shown.refusal,
        since: super::show::since(shown.conflict.as_ref(), &office),
    })
}
