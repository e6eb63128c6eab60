//! `/don/{năm}/{số}/buoc/{bước}`: the form of one step, shown and sent.
//!
//! One page for all moves of the workflow: [`sections`] lists the fields of each, [`read`] makes its command. What the law
//! refuses, and what somebody else did meanwhile, is said above the form with everything typed still in it.

mod case;
mod input;
mod paper;
mod result;
mod term;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::app::App;
use crate::app::error::{AppError, Conflict};
use crate::app::handle::{self, Part, Step};
use crate::app::settings::Office;
use crate::app::{browse, law::Law};
use crate::domain::document::DocumentKind;
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::permission::Actor;
use crate::domain::petition::Petition;
use crate::domain::workflow::case::{CaseCommand, ResultCommand, TermCommand};
use crate::domain::workflow::grounds::RefusalGround;
use crate::domain::workflow::petition::PaperCommand;
use crate::domain::workflow::{Command, Move, offered};
use crate::label;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, PetitionPath, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place as MenuPlace, html};
use crate::web::{Shared, filters};
use input::{Field, Input, Reader, Section, Values};

/// Name of the day's field, and of the revision's.
const DAY: &str = "ngay";
const REVISION: &str = "ban";

#[derive(Template)]
#[template(path = "petitions/step.html", config = "assets/askama.toml")]
struct StepPage {
    frame: Frame,
    number: String,
    code: &'static str,
    title: &'static str,
    sub: String,
    summary: String,
    slip: String,
    sections: Vec<Section>,
    /// Name of the field that has the focus.
    focus: &'static str,
    /// Whether the day of the step is also the day of a paper that the form asks about.
    dates_document: bool,
    values: Values,
    errors: FieldErrors,
    refusal: String,
    since: Vec<String>,
    revision: String,
}

impl StepPage {
    fn value(&self, field: &Field) -> &str {
        self.values.one(field.name)
    }

    fn day(&self) -> &str {
        self.values.one(DAY)
    }
}

/// What a form is made from: the petition and what its choices depend on.
struct Place<'a> {
    petition: &'a Petition,
    office: &'a Office,
    law: &'a Law,
    officers: &'a [(AccountId, String)],
    values: &'a Values,
    /// The legal day of the step, as typed; today where it can't be read.
    on: NaiveDate,
}

impl Place<'_> {
    /// The grounds of the kind that stand in an Act in force on the day.
    fn refusal_grounds(&self) -> Vec<RefusalGround> {
        let kind = self.petition.kind();
        let holds = |ground: &RefusalGround| {
            ground.kind() == kind && self.law.provisions.holds(ground.provision(), self.on)
        };
        RefusalGround::ALL.iter().copied().filter(holds).collect()
    }
}

/// The step in an address.
#[derive(Deserialize)]
pub(in crate::web) struct StepName {
    step: String,
}

fn named(step: &StepName) -> Result<Move, PageError> {
    Move::from_code(&step.step).ok_or(PageError::NotFound)
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Path(step): Path<StepName>,
) -> PageResult {
    let made = named(&step)?;
    let page = blocking(&app, move |app| {
        let petition = browse::petition(app, &actor, id)?;
        if !offered(&actor, &petition).contains(&made) {
            return Ok(Err(id));
        }
        let values = known(app, &petition, made);
        let context = Shown { values, ..Shown::of(&petition, made) };
        page(app, &actor, context).map(Ok)
    })
    .await?;
    match page {
        Ok(page) => html(&page),
        // The step was taken meanwhile, or is not this person's: the petition's page says what is possible.
        Err(id) => Ok(Redirect::to(&format!("/don/{id}")).into_response()),
    }
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Path(step): Path<StepName>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> PageResult {
    let made = named(&step)?;
    let outcome = blocking(&app, move |app| take(app, &actor, (id, made), Values::posted(pairs)));
    match outcome.await? {
        None => Ok(Redirect::to(&format!("/don/{id}?da={}", made.code())).into_response()),
        Some((status, page)) => Ok((status, html(&page)?).into_response()),
    }
}

/// Takes the step; the page to show again where it was not taken.
fn take(
    app: &App,
    actor: &Actor,
    (id, made): (PetitionId, Move),
    values: Values,
) -> Result<Option<(StatusCode, StepPage)>, AppError> {
    let petition = browse::petition(app, actor, id)?;
    let (asked, errors) = asked(app, &petition, made, &values)?;
    let mut shown = Shown { values, errors, ..Shown::of(&petition, made) };
    let Some((asked, on)) = asked else {
        return page(app, actor, shown).map(|page| Some((StatusCode::UNPROCESSABLE_ENTITY, page)));
    };
    let revision = shown.values.one(REVISION).parse().unwrap_or(u32::MAX);
    let taken = match asked {
        Asked::Command(command) => {
            handle::take(app, actor, id, Step { command: *command, on, revision }).map(drop)
        }
        Asked::Split(parts) => handle::split(app, actor, id, (on, revision), parts).map(drop),
    };
    let status = match taken {
        Ok(()) => return Ok(None),
        Err(AppError::Refused(reason)) => {
            shown.refusal = label::refusal(&reason);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(AppError::Conflict(conflict)) => {
            shown.conflict = Some(*conflict);
            StatusCode::CONFLICT
        }
        Err(error) => return Err(error),
    };
    page(app, actor, shown).map(|page| Some((status, page)))
}

/// What is asked for: a command, or the contents to split into.
enum Asked {
    Command(Box<Command>),
    Split(Vec<Part>),
}

/// What the posted values ask for, with the legal day; `None` beside the errors.
fn asked(
    app: &App,
    petition: &Petition,
    made: Move,
    values: &Values,
) -> Result<(Option<(Asked, NaiveDate)>, FieldErrors), AppError> {
    let (office, law, officers) = (app.office(), app.law(), officers(app, petition, made)?);
    let mut reader = Reader::new(values);
    let on = reader.required_day(DAY);
    let place = Place {
        petition,
        office: &office,
        law: &law,
        officers: &officers,
        values,
        on: on.unwrap_or_else(|| app.clock.today()),
    };
    let asked = read(made, &mut reader, &place);
    let asked = asked.zip(on).filter(|_| reader.errors.is_empty());
    Ok((asked, reader.errors))
}

/// The people to choose from; only one form asks for them.
fn officers(
    app: &App,
    petition: &Petition,
    made: Move,
) -> Result<Vec<(AccountId, String)>, AppError> {
    let unit = petition.unit().filter(|_| made == Move::GiveToOfficer);
    unit.map_or(Ok(Vec::new()), |unit| handle::officers(app, unit))
}

/// What a form begins with: today, and what is known already.
fn known(app: &App, petition: &Petition, made: Move) -> Values {
    let mut values = Values::default();
    values.set(DAY, label::date(app.clock.today()));
    values.set(REVISION, petition.revision.to_string());
    let (slip, case) = (petition.paper.proposal.as_ref(), petition.case.as_ref());
    match (made, slip) {
        (Move::Classify, _) => paper::known_classification(petition, &mut values),
        (Move::Propose | Move::Approve, Some(slip)) => paper::known_slip(slip, &mut values),
        (Move::Extend, _) => {
            let asked = case.and_then(|case| case.extension_asked);
            values.set("so_ngay", asked.map(|days| days.to_string()).unwrap_or_default());
        }
        (_, _) => {}
    }
    values
}

/// The fields of each move, the day apart.
fn sections(made: Move, place: &Place<'_>) -> Vec<Section> {
    match made {
        Move::Classify => paper::classification(place.values),
        Move::Propose => paper::slip(place),
        Move::Split => paper::parts(place.values),
        Move::Agree => case::remark("Ý kiến", "Ý kiến (nếu có)"),
        Move::SendBack => case::remark("Trả lại phiếu", "Vì sao trả lại"),
        Move::Approve => {
            let mut sections = paper::slip(place);
            sections.extend(case::remark("Ý kiến chỉ đạo", "Ý kiến (nếu có)"));
            sections
        }
        Move::Dispatch => case::document("Văn bản đi"),
        Move::GiveToOfficer => case::officer(place),
        Move::Reassign => case::reassignment(place),
        Move::Accept => case::document("Văn bản thụ lý"),
        Move::Decline => case::refusal(place),
        Move::StartVerification => case::document("Quyết định xác minh (nếu có)"),
        Move::HoldDialogue => case::dialogue(),
        Move::HandIn => case::hand_in(place),
        Move::ReturnDraft => case::remark("Trả lại dự thảo", "Vì sao trả lại"),
        Move::Issue => result::issue(place),
        Move::Send => result::sending(),
        Move::Publish => result::publication(place),
        Move::StartEnforcement => case::document("Văn bản giao thi hành"),
        Move::RecordEnforcement => result::figures(),
        Move::Close => Vec::new(),
        Move::RecordComplexity => term::complexity(place),
        Move::AskExtension => term::asked_extension(),
        Move::Extend => term::extension(),
        Move::DenyExtension => case::remark("Không cho gia hạn", "Vì sao"),
        Move::Suspend => term::suspension(place),
        Move::Resume => case::document("Quyết định tiếp tục giải quyết"),
        Move::Withdraw => case::withdrawal(place),
        Move::Discontinue => case::discontinuance(place),
        Move::TakeFurther => case::further(),
        Move::RecordCourt => case::court(),
        Move::RecordStep => case::note(),
        Move::SendNotice => case::notice(place),
        Move::Reopen => case::reopening(),
    }
}

/// What a form asks for; `None` beside the errors that the reader holds.
fn read(made: Move, reader: &mut Reader<'_>, place: &Place<'_>) -> Option<Asked> {
    let on = place.on;
    let paper = |command| Some(Command::Paper(command));
    let case = |command| Some(Command::Case(command));
    let term = |command| Some(Command::Case(CaseCommand::Term(command)));
    let of_result = |command| Some(Command::Case(CaseCommand::Result(command)));
    let command = match made {
        Move::Classify => paper(PaperCommand::Classify(paper::read_classification(reader)?)),
        Move::Propose => paper(PaperCommand::Propose(paper::read_slip(reader)?)),
        Move::Split => return Some(Asked::Split(paper::read_parts(reader))),
        Move::Agree => paper(PaperCommand::Agree { remark: reader.text("y_kien") }),
        Move::SendBack => paper(PaperCommand::SendBack { remark: reader.required_text("y_kien") }),
        Move::Approve => paper(paper::read_approval(reader, place)?),
        Move::Dispatch => paper(paper::read_dispatch(reader, place)?),
        Move::GiveToOfficer => case(case::read_officer(reader)?),
        Move::Reassign => case(case::read_reassignment(reader)?),
        Move::Accept => case(case::read_acceptance(reader, place)),
        Move::Decline => case(case::read_refusal(reader, place)),
        Move::StartVerification => case(CaseCommand::StartVerification {
            document: reader.optional_document(DocumentKind::VerificationDecision, on),
        }),
        Move::HoldDialogue => case(case::read_dialogue(reader, place)?),
        Move::HandIn => case(case::read_hand_in(reader, place)),
        Move::ReturnDraft => {
            case(CaseCommand::ReturnDraft { remark: reader.required_text("y_kien") })
        }
        Move::Issue => of_result(result::read_issue(reader, place)?),
        Move::Send => of_result(result::read_sending(reader)),
        Move::Publish => of_result(result::read_publication(reader)?),
        Move::StartEnforcement => of_result(ResultCommand::StartEnforcement {
            document: reader.document(DocumentKind::EnforcementAssignment, on),
        }),
        Move::RecordEnforcement => {
            of_result(ResultCommand::RecordEnforcement(result::read_figures(reader)))
        }
        Move::Close => of_result(ResultCommand::Close),
        Move::RecordComplexity => term(term::read_complexity(reader, place)?),
        Move::AskExtension => term(term::read_asked_extension(reader)),
        Move::Extend => term(term::read_extension(reader, place)),
        Move::DenyExtension => {
            term(TermCommand::DenyExtension { remark: reader.required_text("y_kien") })
        }
        Move::Suspend => term(term::read_suspension(reader, place)?),
        Move::Resume => term(term::read_resumption(reader, place)),
        Move::Withdraw => case(case::read_withdrawal(reader)?),
        Move::Discontinue => case(case::read_discontinuance(reader, place)?),
        Move::TakeFurther => case(case::read_further(reader)?),
        Move::RecordCourt => case(case::read_court(reader)?),
        Move::RecordStep => case(case::read_note(reader)),
        Move::SendNotice => case(case::read_notice(reader)?),
        Move::Reopen => case(case::read_reopening(reader)),
    };
    command.map(|command| Asked::Command(Box::new(command)))
}

/// What a page shows beside its petition.
struct Shown<'a> {
    petition: &'a Petition,
    made: Move,
    values: Values,
    errors: FieldErrors,
    refusal: String,
    conflict: Option<Conflict>,
}

impl<'a> Shown<'a> {
    fn of(petition: &'a Petition, made: Move) -> Self {
        Self {
            petition,
            made,
            values: Values::default(),
            errors: FieldErrors::default(),
            refusal: String::new(),
            conflict: None,
        }
    }
}

/// The first wrong field, else the first empty one of the first section. The day is right as it stands, mostly.
fn focus(sections: &[Section], errors: &FieldErrors, values: &Values) -> &'static str {
    let is_wrong = |name: &&str| !errors.of(name).is_empty();
    let names = || sections.iter().flat_map(|section| &section.fields).map(|field| field.name);
    let is_empty = |field: &&Field| match field.input {
        Input::Tick | Input::Ticks(_) => false,
        Input::Line | Input::Day | Input::Number | Input::Long | Input::Choice(_) => {
            values.one(field.name).is_empty()
        }
    };
    let empty = || sections.first()?.fields.iter().find(is_empty).map(|field| field.name);
    let wrong = std::iter::once(DAY).chain(names()).find(is_wrong);
    wrong.or_else(empty).or_else(|| names().next()).unwrap_or(DAY)
}

fn page(app: &App, actor: &Actor, shown: Shown<'_>) -> Result<StepPage, AppError> {
    let (petition, office, law) = (shown.petition, app.office(), app.law());
    let officers = officers(app, petition, shown.made)?;
    let day = label::read_date(shown.values.one(DAY));
    let place = Place {
        petition,
        office: &office,
        law: &law,
        officers: &officers,
        values: &shown.values,
        on: day.unwrap_or_else(|| app.clock.today()),
    };
    let sections = sections(shown.made, &place);
    // Who has seen what happened meanwhile may send the form again.
    let revision = match &shown.conflict {
        Some(conflict) => conflict.revision.to_string(),
        None => shown.values.one(REVISION).to_owned(),
    };
    let since = super::show::since(shown.conflict.as_ref(), &office);
    let slip = petition.paper.proposal.as_ref();
    let focus = focus(&sections, &shown.errors, &shown.values);
    let mut fields = sections.iter().flat_map(|section| &section.fields);
    let dates_document = fields.any(|field| field.name == input::SIGNER);
    Ok(StepPage {
        frame: Frame::new(app, actor, MenuPlace::Petitions)?,
        number: petition.id.to_string(),
        code: shown.made.code(),
        title: label::made(shown.made),
        sub: format!(
            "{} · {} · {}",
            label::kind(petition.kind()),
            super::show::sender(petition),
            label::stage(petition.stage())
        ),
        summary: petition.facts.content.clone(),
        slip: slip
            .map(|slip| label::proposal(slip, office.on(app.clock.today())))
            .unwrap_or_default(),
        sections,
        focus,
        dates_document,
        since,
        revision,
        values: shown.values,
        errors: shown.errors,
        refusal: shown.refusal,
    })
}
