//! `/quan-tri/don-vi/{số}`: one unit with its changes, and the forms that change it.
//!
//! One form at a time, chosen by a link. What ends a unit is asked for twice: the answer to the first time says how many
//! petitions will move, links to them and names the accounts; the second time it is done.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDate;
use serde::Deserialize;

use super::units::{HolderLine, holder_lines};
use crate::app::App;
use crate::app::error::{AppError, Refused};
use crate::app::settings::Office;
use crate::app::units::{self, Order, Preview, open_of};
use crate::domain::id::UnitId;
use crate::domain::organisation::{Alteration, Change, Contradiction, Matter, Unit};
use crate::domain::permission::{Actor, Right, Scope};
use crate::domain::petition::DocumentMention;
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{Form, NumberPath, Query, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::petitions::list::{Choice, units as choices};
use crate::web::view::list_address;
use crate::web::{Shared, filters};

/// What can be done to a unit, as the address names it.
const WORKS: [(&str, &str); 6] = [
    ("doi-ten", "Đổi tên"),
    ("vung-xa", "Vùng sâu, vùng xa"),
    ("tham-quyen", "Thẩm quyền"),
    ("sap-nhap", "Sáp nhập"),
    ("chia-tach", "Chia tách"),
    ("ket-thuc", "Kết thúc"),
];

/// Whether a unit may settle a matter by itself: code, words, meaning.
const ANSWERS: [(&str, &str, bool); 2] =
    [("1", "được tự giải quyết", true), ("0", "không được tự giải quyết", false)];

/// What can be done to a unit that has ended.
const WORKS_AT_ITS_END: [(&str, &str); 1] = [("mo-lai", "Mở lại")];

#[derive(Template)]
#[template(path = "admin/unit.html", config = "assets/askama.toml")]
struct UnitPage {
    frame: Frame,
    id: UnitId,
    name: String,
    facts: Vec<(String, String)>,
    is_ended: bool,
    is_remote: bool,
    open: u64,
    open_address: Option<String>,
    may_hand_over: bool,
    works: Vec<Work>,
    form: ChangeForm,
    errors: FieldErrors,
    matters: Vec<Choice>,
    answers: Vec<Choice>,
    heirs: Vec<Choice>,
    pieces: Vec<Choice>,
    history: Vec<HistoryLine>,
    asked: Option<Asked>,
    moved: String,
}

struct Work {
    code: &'static str,
    label: &'static str,
    is_chosen: bool,
}

struct HistoryLine {
    on: NaiveDate,
    what: String,
    why: String,
    entered: String,
}

/// What will happen, before it does.
struct Asked {
    what: String,
    open: u64,
    heir: String,
    accounts: Vec<HolderLine>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ChangeForm {
    viec: String,
    ten: String,
    ten_ngan: String,
    vao: String,
    phan: Vec<String>,
    loai_viec: String,
    duoc: String,
    ngay: String,
    so_vb: String,
    ngay_vb: String,
    ly_do: String,
    chuyen_tk: String,
    xac_nhan: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Chosen {
    viec: String,
    da_chuyen: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<UnitId>,
    Query(chosen): Query<Chosen>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let office = app.office();
        let unit = office.unit(id).ok_or(AppError::NotFound)?;
        let form = ChangeForm {
            viec: chosen.viec,
            ten: unit.name.clone(),
            ten_ngan: unit.short_name.clone(),
            ..ChangeForm::default()
        };
        let page = page(app, &actor, unit, form)?;
        let moved = chosen.da_chuyen.parse().ok().map(label::count).unwrap_or_default();
        Ok(UnitPage { moved, ..page })
    })
    .await?;
    html(&page)
}

/// Asks what a change would do or, once that was confirmed, does it.
pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<UnitId>,
    Form(form): Form<ChangeForm>,
) -> PageResult {
    let (status, page) = blocking(&app, move |app| {
        let office = app.office();
        let unit = office.unit(id).ok_or(AppError::NotFound)?;
        let order = match read(&form, unit, app.clock.today()) {
            Ok(order) => order,
            Err(errors) => return again(app, &actor, unit, form, errors),
        };
        let outcome = if !order.what.is_end() || form.xac_nhan == "1" {
            units::carry_out(app, Some(&actor), &order).map(Ok)
        } else {
            units::preview(app, Some(&actor), &order).map(Err)
        };
        match outcome {
            Ok(Ok(done)) => Ok((StatusCode::SEE_OTHER, Err(done.moved))),
            Ok(Err(preview)) => {
                let asked = asked(&order, preview, &office);
                let page = page(app, &actor, unit, form)?;
                Ok((StatusCode::OK, Ok(UnitPage { asked: Some(asked), ..page })))
            }
            Err(AppError::Refused(reason)) => {
                let mut errors = FieldErrors::default();
                errors.add(field_of(&reason), label::refusal(&reason));
                again(app, &actor, unit, form, errors)
            }
            Err(error) => Err(error),
        }
    })
    .await?;
    match page {
        Ok(page) => Ok((status, html(&page)?).into_response()),
        Err(moved) => {
            let address = format!("/quan-tri/don-vi/{id}?da_chuyen={moved}");
            Ok(Redirect::to(&address).into_response())
        }
    }
}

/// Moves what became open in a unit after it had ended.
pub(in crate::web) async fn hand_over(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<UnitId>,
) -> PageResult {
    let moved = blocking(&app, move |app| units::hand_over_rest(app, &actor, id)).await?;
    Ok(Redirect::to(&format!("/quan-tri/don-vi/{id}?da_chuyen={moved}")).into_response())
}

type Answer = Result<(StatusCode, Result<UnitPage, u64>), AppError>;

/// The form with everything that was typed and what is wrong with it.
fn again(app: &App, actor: &Actor, unit: &Unit, form: ChangeForm, errors: FieldErrors) -> Answer {
    let page = page(app, actor, unit, form)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Ok(UnitPage { errors, ..page })))
}

/// Which field a refusal belongs to.
fn field_of(reason: &Refused) -> &'static str {
    let Refused::Unit(contradiction) = reason else { return "ly_do" };
    match contradiction {
        Contradiction::Future
        | Contradiction::Ended(_)
        | Contradiction::BeforeStart(_)
        | Contradiction::BeforeLastChange(_) => "ngay",
        Contradiction::Nothing | Contradiction::NameTaken => "ten",
        Contradiction::TooFewParts => "phan",
        Contradiction::IntoItself
        | Contradiction::NotThere(_)
        | Contradiction::HeirNotAPart
        | Contradiction::OpenPetitions(_) => "vao",
    }
}

/// The order that was typed, or all that is wrong with it.
fn read(form: &ChangeForm, unit: &Unit, today: NaiveDate) -> Result<Order, FieldErrors> {
    let mut errors = FieldErrors::default();
    let on = label::read_date(&form.ngay);
    if on.is_none() {
        errors.add("ngay", "Ghi ngày dạng 01/07/2025.");
    }
    let dated = label::read_date(&form.ngay_vb);
    if dated.is_none() {
        errors.add("ngay_vb", "Ghi ngày dạng 16/06/2025.");
    } else if dated > Some(today) {
        errors.add("ngay_vb", "Ngày văn bản ở tương lai.");
    }
    required(&mut errors, ("so_vb", &form.so_vb), units::NUMBER_MAX);
    required(&mut errors, ("ly_do", &form.ly_do), units::REASON_MAX);
    let what = read_alteration(form, unit, &mut errors);
    match (what, on, errors.is_empty()) {
        (Some(what), Some(on), true) => Ok(Order {
            unit: unit.id,
            what,
            on,
            document: DocumentMention { number: form.so_vb.clone(), dated },
            reason: form.ly_do.clone(),
            with_accounts: form.chuyen_tk == "1",
        }),
        _ => Err(errors),
    }
}

fn required(errors: &mut FieldErrors, (name, typed): (&'static str, &str), max: usize) {
    if let Err(error) = crate::domain::text::line(typed, max) {
        errors.add(name, label::text_error(&error));
    }
}

fn read_alteration(form: &ChangeForm, unit: &Unit, errors: &mut FieldErrors) -> Option<Alteration> {
    let heir: Option<UnitId> = form.vao.parse().ok();
    let missing = |errors: &mut FieldErrors| errors.add("vao", "Chưa chọn đơn vị.");
    match form.viec.as_str() {
        "doi-ten" => {
            let max = crate::app::settings::OFFICE_NAME_MAX;
            required(errors, ("ten", &form.ten), max);
            required(errors, ("ten_ngan", &form.ten_ngan), max);
            let line = |typed: &str| crate::domain::text::line(typed, max).ok();
            let (name, short_name) = (line(&form.ten)?, line(&form.ten_ngan)?);
            let (was, was_short) = (unit.name.clone(), unit.short_name.clone());
            Some(Alteration::Renamed { name, short_name, was, was_short })
        }
        "vung-xa" => Some(Alteration::Remote { is_remote: !unit.is_remote }),
        "tham-quyen" => {
            let matter = Matter::from_code(&form.loai_viec);
            if matter.is_none() {
                errors.add("loai_viec", "Chưa chọn loại việc.");
            }
            let answer = ANSWERS.iter().find(|(code, ..)| *code == form.duoc);
            if answer.is_none() {
                errors.add("duoc", "Chưa chọn được hay không.");
            }
            Some(Alteration::Competence { matter: matter?, is_competent: answer?.2 })
        }
        "mo-lai" => {
            // Whether it has ended is for the rule to say.
            let was_until = unit.valid_to.unwrap_or_default();
            Some(Alteration::Reopened { was_until })
        }
        "ket-thuc" => Some(Alteration::Closed { heir }),
        "sap-nhap" => {
            if heir.is_none() {
                missing(errors);
            }
            Some(Alteration::Merged { into: heir? })
        }
        "chia-tach" => {
            if heir.is_none() {
                missing(errors);
            }
            let into: Vec<UnitId> = form.phan.iter().filter_map(|one| one.parse().ok()).collect();
            Some(Alteration::Split { into, heir: heir? })
        }
        _ => {
            errors.add("viec", "Chưa chọn việc cần làm.");
            None
        }
    }
}

fn asked(order: &Order, preview: Preview, office: &Office) -> Asked {
    Asked {
        what: label::alteration(&order.what, office),
        open: preview.open,
        heir: preview.heir.map(|heir| office.full_name(heir).to_owned()).unwrap_or_default(),
        accounts: holder_lines(preview.accounts),
    }
}

fn page(app: &App, actor: &Actor, unit: &Unit, form: ChangeForm) -> Result<UnitPage, AppError> {
    let (office, today) = (app.office(), app.clock.today());
    let is_ended = unit.valid_to.is_some();
    let open = units::count(app, &open_of(unit.id));
    // The rows are for who may read them all: the administrator of the system may not.
    let may_read = actor.has(Right::ReadPetitions) && actor.scope() == Scope::Office;
    let others = |chosen: Option<UnitId>| {
        let mut all = choices(&office, today, chosen);
        all.retain(|choice| choice.value != unit.id.to_string());
        all
    };
    let mut pieces = others(None);
    for part in &mut pieces {
        part.is_chosen = form.phan.contains(&part.value);
    }
    Ok(UnitPage {
        frame: Frame::new(app, actor, Place::Units)?,
        id: unit.id,
        name: unit.name.clone(),
        facts: facts(app, unit, &office),
        matters: matters(&form.loai_viec),
        answers: answers(&form.duoc),
        is_ended,
        is_remote: unit.is_remote,
        open,
        open_address: may_read.then(|| list_address(&open_of(unit.id))),
        may_hand_over: is_ended && open > 0 && office.living_heir(unit.id).is_some(),
        works: works(&form.viec, is_ended),
        heirs: others(form.vao.parse().ok()),
        pieces,
        history: unit.changes.iter().rev().map(|change| line(change, &office)).collect(),
        form,
        errors: FieldErrors::default(),
        asked: None,
        moved: String::new(),
    })
}

fn works(chosen: &str, is_ended: bool) -> Vec<Work> {
    let all: &[_] = if is_ended { &WORKS_AT_ITS_END } else { &WORKS };
    let work = |&(code, label): &(&'static str, &'static str)| Work {
        code,
        label,
        is_chosen: code == chosen,
    };
    all.iter().map(work).collect()
}

fn matters(chosen: &str) -> Vec<Choice> {
    let choice = |matter: &Matter| Choice {
        value: matter.code().to_owned(),
        label: label::matter(*matter).to_owned(),
        is_chosen: matter.code() == chosen,
    };
    Matter::ALL.iter().map(choice).collect()
}

fn answers(chosen: &str) -> Vec<Choice> {
    let choice = |(value, label, _): (&str, &str, bool)| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        is_chosen: value == chosen,
    };
    ANSWERS.into_iter().map(choice).collect()
}

/// What is known of the unit, and what its head may settle by himself today.
fn facts(app: &App, unit: &Unit, office: &Office) -> Vec<(String, String)> {
    let (law, today) = (app.law(), app.clock.today());
    let successors: Vec<&str> =
        unit.successors().into_iter().map(|unit| office.full_name(unit)).collect();
    let all = [
        ("Tên ngắn", unit.short_name.clone()),
        ("Loại", label::unit_kind(unit.kind).to_owned()),
        ("Người đứng đầu", label::head_title(unit.kind).to_owned()),
        ("Thời gian", label::unit_validity(unit)),
        ("Vùng xa, hải đảo", if unit.is_remote { "có".into() } else { String::new() }),
        ("Đơn vị kế thừa", successors.join(", ")),
    ];
    let known = all.into_iter().filter(|(_, value)| !value.is_empty());
    let competence = Matter::ALL.iter().map(|matter| {
        let standing = unit.competence(*matter, today, &law.competences);
        (format!("Tự giải quyết {}", label::matter(*matter)), label::standing(standing))
    });
    known.map(|(name, value)| (name.to_owned(), value)).chain(competence).collect()
}

fn line(change: &Change, office: &Office) -> HistoryLine {
    let by = change.by.map_or("máy chủ", |by| office.person(by));
    HistoryLine {
        on: change.on,
        what: label::alteration(&change.what, office),
        why: format!("{}: {}", label::document(&change.document), change.reason),
        entered: format!("{by} · {}", label::moment(change.entered_at)),
    }
}
