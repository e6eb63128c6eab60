//! `/quan-tri/quy-tac/{id}`: one rule: its citation corrected or compared, its end, a new wording in its place.

use askama::Template;
use axum::extract::{Path, State};

use super::rules::{RuleLine, line};
use super::{ChangeLine, Site, Typed, again, changes, read_day, take};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::own_law::{Approval, LawEdit, LawFault, RowChange};
use crate::domain::permission::Actor;
use crate::domain::rulebook::own::{OwnRule, RuleEdit, RuleFault};
use crate::domain::rulebook::{Complexity, Confidence, ExtensionCap, Rule, Unit};
use crate::domain::text;
use crate::label;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::petitions::list::Choice;
use crate::web::{Shared, filters};

/// Longest citation, name or remark, in characters.
const TEXT_MAX: usize = 300;
/// Largest number of days of a term.
const DAYS_MAX: u16 = 3660;

#[derive(Template)]
#[template(path = "admin/rule.html", config = "assets/askama.toml")]
struct RulePage {
    frame: Frame,
    rule: Rule,
    line: RuleLine,
    stage: &'static str,
    applies_to: String,
    base: &'static str,
    confidence: &'static str,
    may_take_back: bool,
    typed: Typed,
    errors: FieldErrors,
    confidences: Vec<Choice>,
    new_confidences: Vec<Choice>,
    units: Vec<Choice>,
    caps: Vec<CapFields>,
    changes: Vec<ChangeLine>,
}

/// The two fields of an extension.
struct CapFields {
    name: &'static str,
    times: String,
    days: String,
    times_value: String,
    days_value: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let rule = rule(app, &id)?;
        page(app, &actor, rule, (Typed::default(), FieldErrors::default()))
    });
    html(&page.await?)
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> PageResult {
    let typed = Typed::new(fields);
    if !["sua", "ket-thuc", "thay", "bo"].contains(&typed.of("viec")) {
        return Err(PageError::BadRequest("Không rõ việc cần làm."));
    }
    let answer = blocking(&app, move |app| {
        let rule = rule(app, &id)?;
        let site = Site {
            place: Place::Rules,
            title: format!("Sửa quy tắc {}", rule.id),
            address: format!("/quan-tri/quy-tac/{}", rule.id),
        };
        let read = |_: Option<&Approval>, errors: &mut FieldErrors| {
            read_edit(&rule, &typed, errors).map(LawEdit::Rule)
        };
        let field_of = |fault: &LawFault| match fault {
            LawFault::Rule(fault) => field_of(fault, typed.of("viec")),
            LawFault::Day(_) => "chung",
        };
        match take(app, &actor, (site, &typed), read, field_of)? {
            Ok(change) => Ok(Ok(change)),
            Err(errors) => Ok(Err(page(app, &actor, rule, (typed, errors))?)),
        }
    });
    match answer.await? {
        Ok(change) => html(&*change),
        Err(form) => again(&form, !form.errors.is_empty()),
    }
}

fn rule(app: &App, id: &str) -> Result<Rule, AppError> {
    app.law().rulebook.rule(id).cloned().ok_or(AppError::NotFound)
}

fn read_edit(rule: &Rule, typed: &Typed, errors: &mut FieldErrors) -> Option<RuleEdit> {
    let id = rule.id.clone();
    match typed.of("viec") {
        "sua" => {
            let citation = read_text(typed, "can_cu", errors)?;
            let confidence = read_confidence(typed, "tin_cay", errors)?;
            let note = Some(read_note(typed, "ghi_chu", errors)?).filter(|note| !note.is_empty());
            Some(RuleEdit::Correct { id, citation, confidence, note })
        }
        "ket-thuc" => read_day(typed, "den_ngay", errors).map(|to| RuleEdit::End { id, to }),
        "thay" => read_wording(rule, typed, errors).map(|rule| RuleEdit::Add(Box::new(rule))),
        _ => Some(RuleEdit::TakeBack { id }),
    }
}

/// A new wording: what the form does not ask for is that of the row in whose place it comes.
fn read_wording(rule: &Rule, typed: &Typed, errors: &mut FieldErrors) -> Option<Rule> {
    let from = read_day(typed, "tu_ngay", errors);
    let to = match typed.of("den_ngay_moi").trim() {
        "" => None,
        _ => read_day(typed, "den_ngay_moi", errors),
    };
    let unit = Unit::from_code(typed.of("cach_tinh"));
    if unit.is_none() {
        errors.add("cach_tinh", "Chọn cách tính.");
    }
    let value = read_number(typed, "so", errors);
    let complex_value = read_number(typed, "so_phuc_tap", errors);
    let mut extensions = Vec::new();
    for complexity in Complexity::ALL {
        let (times, days) = cap_names(*complexity);
        let cap = (read_number(typed, &times, errors), read_number(typed, &days, errors));
        match cap {
            (Some(times), Some(days)) => {
                extensions.push(ExtensionCap { complexity: *complexity, times, days });
            }
            (None, None) => {}
            (Some(_), None) | (None, Some(_)) => {
                errors.add("gia_han", "Gia hạn cần cả số lần và số ngày mỗi lần.");
            }
        }
    }
    let citation = read_text(typed, "can_cu_moi", errors);
    let name = read_text(typed, "ten", errors);
    let confidence = read_confidence(typed, "tin_cay_moi", errors);
    let note = read_note(typed, "ghi_chu_moi", errors);
    Some(Rule {
        id: typed.of("ma").trim().to_owned(),
        name: name?,
        value,
        unit: unit?,
        complex_value,
        complex_when: rule.complex_when.clone().filter(|_| complex_value.is_some()),
        extensions,
        from: from?,
        to,
        citation: citation?,
        confidence: confidence?,
        note: Some(note?).filter(|note| !note.is_empty()),
        ..rule.clone()
    })
}

fn read_text(typed: &Typed, field: &'static str, errors: &mut FieldErrors) -> Option<String> {
    let read = text::line(typed.of(field), TEXT_MAX);
    read.map_err(|error| errors.add(field, label::text_error(&error))).ok()
}

/// Remarks; empty is none.
fn read_note(typed: &Typed, field: &'static str, errors: &mut FieldErrors) -> Option<String> {
    match typed.of(field).trim() {
        "" => Some(String::new()),
        _ => read_text(typed, field, errors),
    }
}

fn read_confidence(
    typed: &Typed,
    field: &'static str,
    errors: &mut FieldErrors,
) -> Option<Confidence> {
    let confidence = Confidence::from_code(typed.of(field));
    if confidence.is_none() {
        errors.add(field, "Chọn mức tin cậy.");
    }
    confidence
}

/// A number of days that may be left out.
fn read_number(typed: &Typed, field: &str, errors: &mut FieldErrors) -> Option<u16> {
    let raw = typed.of(field).trim();
    let number: Option<u16> = raw.parse().ok().filter(|number| (1..=DAYS_MAX).contains(number));
    if number.is_none() && !raw.is_empty() {
        let at = match field {
            "so" => "so",
            "so_phuc_tap" => "so_phuc_tap",
            _ => "gia_han",
        };
        errors.add(at, format!("“{raw}” không phải số từ 1 đến {DAYS_MAX}."));
    }
    number
}

fn field_of(fault: &RuleFault, asked: &str) -> &'static str {
    let is_new = asked == "thay";
    match fault {
        RuleFault::BadId | RuleFault::IdTaken => "ma",
        RuleFault::NoCitation if is_new => "can_cu_moi",
        RuleFault::NoCitation => "can_cu",
        RuleFault::Value => "so",
        RuleFault::Variant => "so_phuc_tap",
        RuleFault::Dates | RuleFault::Ended(_) if is_new => "den_ngay_moi",
        RuleFault::Dates | RuleFault::Ended(_) => "den_ngay",
        RuleFault::BeginsTooEarly(_) => "tu_ngay",
        RuleFault::Overlaps(_) if is_new => "tu_ngay",
        RuleFault::Overlaps(_)
        | RuleFault::NoSuchRule
        | RuleFault::Unchanged
        | RuleFault::InForce => "chung",
    }
}

fn cap_names(complexity: Complexity) -> (String, String) {
    (format!("gh_lan_{}", complexity.code()), format!("gh_ngay_{}", complexity.code()))
}

/// The page with what was typed; fields of the other forms hold what the row says.
fn page(
    app: &App,
    actor: &Actor,
    rule: Rule,
    (mut typed, errors): (Typed, FieldErrors),
) -> Result<RulePage, AppError> {
    prefill(&rule, &mut typed);
    let caps = Complexity::ALL.iter().map(|complexity| {
        let (times, days) = cap_names(*complexity);
        CapFields {
            name: label::complexity(*complexity),
            times_value: typed.of(&times).to_owned(),
            days_value: typed.of(&days).to_owned(),
            times,
            days,
        }
    });
    let units = Unit::ALL.iter().map(|unit| Choice {
        value: unit.code().to_owned(),
        label: label::law::counted_in(*unit).to_owned(),
        is_chosen: unit.code() == typed.of("cach_tinh"),
    });
    let is_own = matches!(app.law().own_rows.rules.get(&rule.id), Some(OwnRule::Added(_)));
    Ok(RulePage {
        frame: Frame::new(app, actor, Place::Rules)?,
        line: line(app, &rule),
        stage: label::law::stage_of_rule(rule.stage),
        applies_to: label::law::applies_to(&rule),
        base: label::law::base_event(rule.base),
        confidence: label::law::confidence(rule.confidence),
        may_take_back: is_own && app.clock.today() < rule.from,
        caps: caps.collect(),
        units: units.collect(),
        confidences: confidences(typed.of("tin_cay")),
        new_confidences: confidences(typed.of("tin_cay_moi")),
        changes: changes(app, |change| {
            change.rows.iter().any(|row| match row {
                RowChange::Rule(change) => {
                    [&change.old, &change.new].into_iter().flatten().any(|one| one.id == rule.id)
                }
                RowChange::Day(_) | RowChange::InternalDays { .. } => false,
            })
        })?,
        rule,
        typed,
        errors,
    })
}

fn prefill(rule: &Rule, typed: &mut Typed) {
    let number = |value: Option<u16>| value.map_or_else(String::new, |value| value.to_string());
    for complexity in Complexity::ALL {
        let (times, days) = cap_names(*complexity);
        let cap = rule.extensions.iter().find(|cap| cap.complexity == *complexity);
        typed.or(&times, number(cap.map(|cap| cap.times)));
        typed.or(&days, number(cap.map(|cap| cap.days)));
    }
    typed.or("can_cu", &*rule.citation);
    typed.or("tin_cay", rule.confidence.code());
    typed.or("ghi_chu", rule.note.as_deref().unwrap_or_default());
    typed.or("ten", &*rule.name);
    typed.or("so", number(rule.value));
    typed.or("cach_tinh", rule.unit.code());
    typed.or("so_phuc_tap", number(rule.complex_value));
    typed.or("tin_cay_moi", Confidence::H.code());
}

fn confidences(chosen: &str) -> Vec<Choice> {
    let choices = Confidence::ALL.iter().map(|confidence| Choice {
        value: confidence.code().to_owned(),
        label: label::law::confidence(*confidence).to_owned(),
        is_chosen: confidence.code() == chosen,
    });
    choices.collect()
}
