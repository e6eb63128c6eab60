//! `/don/{năm}/{số}/danh-tinh`: who may know a protected sender, who opened the identity, and the decisions about it.
//!
//! The identity itself is never on this page. What a form lacked is said beside the field, with what was typed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::list::Choice;
use crate::app::App;
use crate::app::error::AppError;
use crate::app::identity::{self, Change, NUMBER_MAX, Overview};
use crate::app::settings::Office;
use crate::domain::event::Event;
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::permission::Actor;
use crate::domain::petition::DocumentMention;
use crate::domain::text;
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{Form, PetitionPath, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

/// A form of the page as posted: what was typed, untouched.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct IdentityRaw {
    nguoi: String,
    ly_do: String,
    so: String,
    ngay: String,
}

#[derive(Template)]
#[template(path = "petitions/identity.html", config = "assets/askama.toml")]
struct IdentityPage {
    frame: Frame,
    number: String,
    sub: String,
    is_sealed: bool,
    /// Number of the paper file, where the identity is only there.
    outside: String,
    may_open: bool,
    is_competent: bool,
    fault: String,
    readers: Vec<Reader>,
    candidates: Vec<Choice>,
    openings: Vec<Opened>,
    /// The form that was sent just before and refused.
    sent: Sent,
    raw: IdentityRaw,
    errors: FieldErrors,
}

struct Reader {
    id: u32,
    name: String,
    /// Who let them know, when and why.
    given: String,
}

struct Opened {
    at: String,
    who: String,
    reason: String,
}

/// The forms of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Nothing,
    Give,
    End,
    Ask,
    Lift,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
) -> PageResult {
    let nothing = (Sent::Nothing, IdentityRaw::default(), FieldErrors::default());
    let page = blocking(&app, move |app| page(app, &actor, id, nothing)).await?;
    html(&page)
}

pub(in crate::web) async fn give(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Form(raw): Form<IdentityRaw>,
) -> PageResult {
    send(app, actor, id, (Sent::Give, raw)).await
}

pub(in crate::web) async fn end(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Form(raw): Form<IdentityRaw>,
) -> PageResult {
    send(app, actor, id, (Sent::End, raw)).await
}

pub(in crate::web) async fn ask(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Form(raw): Form<IdentityRaw>,
) -> PageResult {
    send(app, actor, id, (Sent::Ask, raw)).await
}

pub(in crate::web) async fn lift(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Form(raw): Form<IdentityRaw>,
) -> PageResult {
    send(app, actor, id, (Sent::Lift, raw)).await
}

/// Makes the change, or shows the page again with what is wrong.
async fn send(
    app: Shared,
    actor: Actor,
    id: PetitionId,
    (sent, raw): (Sent, IdentityRaw),
) -> PageResult {
    let outcome = blocking(&app, move |app| {
        let mut errors = FieldErrors::default();
        if let Some(change) = parse(sent, &raw, &mut errors) {
            match identity::change(app, &actor, id, change) {
                Ok(()) => return Ok(None),
                Err(AppError::Refused(reason)) => errors.add("nguoi", label::refusal(&reason)),
                Err(error) => return Err(error),
            }
        }
        page(app, &actor, id, (sent, raw, errors)).map(Some)
    });
    if let Some(page) = outcome.await? {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
    }
    let next = match sent {
        // Who asked may not be one who sees this page from now on.
        Sent::Ask => format!("/don/{id}?da=giu-bi-mat"),
        Sent::Lift => format!("/don/{id}?da=bo-bi-mat"),
        Sent::Nothing | Sent::Give | Sent::End => format!("/don/{id}/danh-tinh"),
    };
    Ok(Redirect::to(&next).into_response())
}

/// What is asked for; `None` beside the errors.
fn parse(sent: Sent, raw: &IdentityRaw, errors: &mut FieldErrors) -> Option<Change> {
    let mut line = |field, typed: &str, longest| {
        text::line(typed, longest).unwrap_or_else(|error| {
            errors.add(field, label::text_error(&error));
            String::new()
        })
    };
    let to = raw.nguoi.parse().ok().map(AccountId);
    let change = match sent {
        Sent::Nothing => None,
        Sent::Give => {
            let reason = line("ly_do", &raw.ly_do, identity::REASON_MAX);
            if to.is_none() {
                errors.add("nguoi", "Chưa chọn người.");
            }
            to.map(|to| Change::Give { to, reason })
        }
        Sent::End => to.map(|to| Change::End { to }),
        Sent::Ask => Some(Change::Ask { reason: line("ly_do", &raw.ly_do, identity::REASON_MAX) }),
        Sent::Lift => {
            let number = line("so", &raw.so, NUMBER_MAX);
            let reason = line("ly_do", &raw.ly_do, identity::REASON_MAX);
            let dated = label::read_date(&raw.ngay);
            if dated.is_none() {
                errors.add("ngay", "Ngày không có thật hoặc chưa đúng dạng ngày/tháng/năm.");
            }
            Some(Change::Lift { document: DocumentMention { number, dated }, reason })
        }
    };
    change.filter(|_| errors.is_empty())
}

fn page(
    app: &App,
    actor: &Actor,
    id: PetitionId,
    (sent, raw, errors): (Sent, IdentityRaw, FieldErrors),
) -> Result<IdentityPage, AppError> {
    let seen = identity::overview(app, actor, id)?;
    let office = app.office();
    Ok(IdentityPage {
        frame: Frame::new(app, actor, Place::Petitions)?,
        number: id.to_string(),
        sub: format!(
            "{} · {}",
            label::kind(seen.petition.kind()),
            super::show::sender(&seen.petition)
        ),
        is_sealed: seen.petition.is_sealed(),
        outside: seen.petition.protection.outside.clone().unwrap_or_default(),
        may_open: seen.allowed.open,
        is_competent: seen.is_competent,
        fault: seen.allowed.fault.as_ref().map(label::seal_fault).unwrap_or_default(),
        readers: seen.readers.iter().map(|(to, event)| reader(*to, event, &office)).collect(),
        candidates: candidates(&seen, &raw.nguoi),
        openings: seen.openings.iter().map(|event| opened(event, &office)).collect(),
        sent,
        raw,
        errors,
    })
}

fn candidates(seen: &Overview, chosen: &str) -> Vec<Choice> {
    let choice = |(id, name): &(AccountId, String)| Choice {
        value: id.0.to_string(),
        label: name.clone(),
        is_chosen: id.0.to_string() == chosen,
    };
    seen.candidates.iter().map(choice).collect()
}

fn reader(to: AccountId, event: &Event, office: &Office) -> Reader {
    let reason = event.happening.reason_of_access();
    let by = super::show::who(event, office);
    let given = format!("{by} cho biết lúc {}, lý do: {reason}", label::moment(event.entered_at));
    Reader { id: to.0, name: office.person(to).to_owned(), given }
}

fn opened(event: &Event, office: &Office) -> Opened {
    Opened {
        at: label::moment(event.entered_at),
        who: super::show::who(event, office).to_owned(),
        reason: event.happening.reason_of_access().to_owned(),
    }
}
