//! `/don/{năm}/{số}/sua`: puts right what the intake wrote down, with the fields of the intake.
//!
//! Everything typed stays, whatever is wrong; after somebody else's correction the fields that were not touched here
//! follow it, so that sending again undoes nothing. A protected sender is in the form only after it was opened for a
//! reason, and `app::correct` asks for the permit again.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::list::{Choice, fields};
use super::receive::{IntakeRaw, Required, parse_facts, sources};
use super::show::OpenForm;
use crate::app::App;
use crate::app::correct::{self, Asked, Before};
use crate::app::error::{AppError, Conflict};
use crate::app::identity;
use crate::domain::correction::{Change, CorrectedField};
use crate::domain::event::{Event, Happening};
use crate::domain::id::PetitionId;
use crate::domain::organisation::wards;
use crate::domain::permission::{Actor, may_open_identity};
use crate::domain::person::Petitioner;
use crate::domain::petition::{Field, Petition};
use crate::domain::text;
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{Form, PetitionPath, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

/// The form as posted: what was typed, untouched.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct CorrectRaw {
    #[serde(flatten)]
    intake: IntakeRaw,
    ly_do: String,
    ban: String,
    danh_tinh: String,
}

#[derive(Template)]
#[template(path = "petitions/correct.html", config = "assets/askama.toml")]
struct CorrectPage {
    frame: Frame,
    number: String,
    sub: String,
    raw: IntakeRaw,
    reason: String,
    errors: FieldErrors,
    refusal: String,
    since: Vec<String>,
    revision: String,
    sources: Vec<Choice>,
    /// None: the kind is corrected by classification.
    kinds: Vec<Choice>,
    fields: Vec<Choice>,
    wards: Vec<String>,
    needs_source: bool,
    shows_field: bool,
    sender: SenderShown,
}

/// The sender, as the form may have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SenderShown {
    /// Not protected.
    Plain,
    /// Under seal.
    Sealed,
    /// Under seal, and this person may open it.
    Openable,
    /// Opened for this form.
    Opened,
}

impl CorrectPage {
    fn shows_sender(&self) -> bool {
        matches!(self.sender, SenderShown::Plain | SenderShown::Opened)
    }
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let before = correct::before(app, &actor, id)?;
        let raw = raw_of(&before.petition, before.petition.facts.petitioner.as_ref());
        page(app, &actor, &before, Shown::of(raw))
    })
    .await?;
    html(&page)
}

/// The form with the protected sender in it, opened for a reason.
pub(in crate::web) async fn open(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Form(form): Form<OpenForm>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        correct::before(app, &actor, id)?;
        let protected = identity::open(app, &actor, id, &form.ly_do)?;
        let before = correct::before(app, &actor, id)?;
        let raw = raw_of(&before.petition, protected.petitioner.as_ref());
        page(app, &actor, &before, Shown::of(CorrectRaw { danh_tinh: "1".into(), ..raw }))
    })
    .await?;
    html(&page)
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    PetitionPath(id): PetitionPath,
    Form(raw): Form<CorrectRaw>,
) -> PageResult {
    let outcome = blocking(&app, move |app| take(app, &actor, id, raw));
    match outcome.await? {
        None => Ok(Redirect::to(&format!("/don/{id}?da=sua")).into_response()),
        Some((status, page)) => Ok((status, html(&page)?).into_response()),
    }
}

/// Corrects; the page to show again where nothing was corrected.
fn take(
    app: &App,
    actor: &Actor,
    id: PetitionId,
    raw: CorrectRaw,
) -> Result<Option<(StatusCode, CorrectPage)>, AppError> {
    let before = correct::before(app, actor, id)?;
    let mut shown = Shown::of(raw);
    let Some(asked) = parse(app, &before, &mut shown) else {
        let page = page(app, actor, &before, shown)?;
        return Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, page)));
    };
    let status = match correct::correct(app, actor, id, &asked) {
        Ok(()) => return Ok(None),
        Err(AppError::Refused(reason)) => {
            shown.refusal = label::refusal(&reason);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(AppError::Conflict(conflict)) => {
            shown.raw.follow(&conflict.since);
            shown.conflict = Some(*conflict);
            StatusCode::CONFLICT
        }
        Err(error) => return Err(error),
    };
    Ok(Some((status, page(app, actor, &before, shown)?)))
}

/// What a page shows beside its petition.
struct Shown {
    raw: CorrectRaw,
    errors: FieldErrors,
    refusal: String,
    conflict: Option<Conflict>,
}

impl Shown {
    fn of(raw: CorrectRaw) -> Self {
        Self { raw, errors: FieldErrors::default(), refusal: String::new(), conflict: None }
    }
}

/// What is asked for; `None` beside all the errors.
fn parse(app: &App, before: &Before, shown: &mut Shown) -> Option<Asked> {
    let petition = &before.petition;
    let (raw, errors) = (&shown.raw, &mut shown.errors);
    let required =
        Required { sender: has_sender(petition, raw), source: petition.facts.source.is_some() };
    // What the form does not show: the kind, and the field once it was classified.
    let mut intake = raw.intake.clone();
    petition.facts.kind.code().clone_into(&mut intake.loai);
    if petition.paper.classification.is_some() {
        petition.facts.field.map_or("", Field::code).clone_into(&mut intake.linh_vuc);
    }
    let facts = parse_facts(&intake, app.clock.today(), required, errors);
    if errors.of("ngay_nhan").is_empty()
        && let Some(day) = label::read_date(&intake.ngay_nhan)
        && day != petition.facts.received_on
        && let Err(reason) = correct::check_receipt(petition.id, day, before.last_receipt)
    {
        errors.add("ngay_nhan", label::correction_refusal(reason));
    }
    let reason = required_line("ly_do", &raw.ly_do, errors);
    let revision = raw.ban.parse().unwrap_or(u32::MAX);
    let has_sender = required.sender;
    facts.map(|facts| Asked { facts, has_sender, reason, revision }).filter(|_| errors.is_empty())
}

/// Whether the form has the sender's fields.
fn has_sender(petition: &Petition, raw: &CorrectRaw) -> bool {
    !petition.is_sealed() || raw.danh_tinh == "1"
}

/// A line that must be there; empty beside the error.
pub(super) fn required_line(field: &'static str, raw: &str, errors: &mut FieldErrors) -> String {
    text::line(raw, identity::REASON_MAX).unwrap_or_else(|error| {
        errors.add(field, label::text_error(&error));
        String::new()
    })
}

fn page(app: &App, actor: &Actor, before: &Before, shown: Shown) -> Result<CorrectPage, AppError> {
    let (office, petition) = (app.office(), &before.petition);
    Ok(CorrectPage {
        frame: Frame::new(app, actor, Place::Petitions)?,
        sender: sender_shown(actor, petition, &shown.raw),
        number: petition.id.to_string(),
        sub: format!("{} · {}", label::kind(petition.kind()), super::show::sender(petition)),
        sources: sources(&shown.raw.intake.nguon),
        kinds: Vec::new(),
        fields: fields(Field::from_code(&shown.raw.intake.linh_vuc)),
        wards: wards(&office.units, petition.facts.received_on).map(str::to_owned).collect(),
        since: super::show::since(shown.conflict.as_ref(), &office),
        // Who has seen what happened meanwhile may send the form again.
        revision: shown
            .conflict
            .as_ref()
            .map_or_else(|| shown.raw.ban.clone(), |conflict| conflict.revision.to_string()),
        reason: shown.raw.ly_do,
        raw: shown.raw.intake,
        errors: shown.errors,
        refusal: shown.refusal,
        needs_source: petition.facts.source.is_some(),
        shows_field: petition.paper.classification.is_none(),
    })
}

fn sender_shown(actor: &Actor, petition: &Petition, raw: &CorrectRaw) -> SenderShown {
    match (petition.is_sealed(), has_sender(petition, raw)) {
        (false, _) => SenderShown::Plain,
        (true, true) => SenderShown::Opened,
        (true, false) => {
            match may_open_identity(actor, petition).filter(|_| petition.holds_identity()) {
                Some(_) => SenderShown::Openable,
                None => SenderShown::Sealed,
            }
        }
    }
}

/// The form of a petition as it stands, with the sender as far as it may be shown.
fn raw_of(petition: &Petition, sender: Option<&Petitioner>) -> CorrectRaw {
    let facts = &petition.facts;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let source = facts.source.as_ref();
    let tick = |is_ticked: bool| if is_ticked { "1".to_owned() } else { String::new() };
    let number = sender.and_then(|person| person.identity_number.as_ref());
    let phone = sender.and_then(|person| person.phone.as_ref());
    CorrectRaw {
        intake: IntakeRaw {
            nguon: source.map_or("", |source| source.channel.code()).to_owned(),
            co_quan: source.map(|source| text(&source.from_body)).unwrap_or_default(),
            ngay_nhan: label::date(facts.received_on),
            ngay_viet: facts.written_on.map(label::date).unwrap_or_default(),
            so_nguoi: facts.group_size.to_string(),
            nac_danh: tick(sender.is_none()),
            ho_ten: sender.map(|person| person.name.clone()).unwrap_or_default(),
            cccd: number.map(|number| number.as_str().to_owned()).unwrap_or_default(),
            dien_thoai: phone.map(|phone| phone.as_str().to_owned()).unwrap_or_default(),
            dia_chi: sender.map(|person| text(&person.address)).unwrap_or_default(),
            phuong_xa: sender.map(|person| text(&person.ward)).unwrap_or_default(),
            linh_vuc: facts.field.map_or("", Field::code).to_owned(),
            bi_khieu_nai: text(&facts.respondent),
            noi_dung: facts.content.clone(),
            giay_to: text(&facts.enclosures),
            ban_goc: tick(facts.has_originals),
            ghi_chu: text(&facts.note),
            ..IntakeRaw::default()
        },
        ban: petition.revision.to_string(),
        ..CorrectRaw::default()
    }
}

impl CorrectRaw {
    /// Takes over what others corrected meanwhile, in the fields that still hold what they held before.
    fn follow(&mut self, since: &[Event]) {
        for event in since {
            let Happening::Corrected(correction) = &event.happening else { continue };
            for change in &correction.changes {
                self.follow_change(change);
            }
        }
    }

    fn follow_change(&mut self, change: &Change) {
        let Some(values) = &change.values else { return };
        let as_typed = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default();
            let is_day =
                matches!(change.field, CorrectedField::ReceivedOn | CorrectedField::WrittenOn);
            if is_day { text.parse().map(label::date).unwrap_or_default() } else { text.to_owned() }
        };
        let (old, new) = (as_typed(&values.old), as_typed(&values.new));
        let typed = self.typed(change.field);
        if typed.replace("\r\n", "\n").trim() == old.trim() {
            *typed = new;
            if change.field == CorrectedField::Name {
                let is_anonymous = self.intake.ho_ten.is_empty();
                self.intake.nac_danh = if is_anonymous { "1".into() } else { String::new() };
            }
        }
    }

    /// Where a field is typed.
    fn typed(&mut self, field: CorrectedField) -> &mut String {
        let intake = &mut self.intake;
        match field {
            CorrectedField::ReceivedOn => &mut intake.ngay_nhan,
            CorrectedField::WrittenOn => &mut intake.ngay_viet,
            CorrectedField::Channel => &mut intake.nguon,
            CorrectedField::FromBody => &mut intake.co_quan,
            CorrectedField::Name => &mut intake.ho_ten,
            CorrectedField::IdentityNumber => &mut intake.cccd,
            CorrectedField::Phone => &mut intake.dien_thoai,
            CorrectedField::Address => &mut intake.dia_chi,
            CorrectedField::Ward => &mut intake.phuong_xa,
            CorrectedField::GroupSize => &mut intake.so_nguoi,
            CorrectedField::Field => &mut intake.linh_vuc,
            CorrectedField::Respondent => &mut intake.bi_khieu_nai,
            CorrectedField::Content => &mut intake.noi_dung,
            CorrectedField::Enclosures => &mut intake.giay_to,
            CorrectedField::HasOriginals => &mut intake.ban_goc,
            CorrectedField::Note => &mut intake.ghi_chu,
        }
    }
}
