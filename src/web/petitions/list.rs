//! `/don`: the list. The view lives in the address; every column sorts; pages go on from the last row.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;

use crate::app::browse;
use crate::app::settings::Office;
use crate::domain::id::UnitId;
use crate::domain::listing::{
    DueFilter, DueState, Filter, Sort, SortColumn, StatusFilter, StatusGroup, Today,
};
use crate::domain::organisation::Unit;
use crate::domain::petition::{Field, Kind, LARGE_GROUP, Status};
use crate::label;
use crate::store::petition::{ListRow, ListSender};
use crate::web::error::PageResult;
use crate::web::extract::{Query, SignedIn};
use crate::web::form::blocking;
use crate::web::page::{Frame, Place, html};
use crate::web::view::{ListQuery, PAGE_ROWS, narrowing, view_address};
use crate::web::{Shared, filters};

#[derive(Template)]
#[template(path = "petitions/list.html", config = "assets/askama.toml")]
struct ListPage {
    frame: Frame,
    lines: Vec<Line>,
    total: u64,
    heads: Vec<Head>,
    choices: Choices,
    summary: String,
    is_filtered: bool,
    wrong_days: String,
    first_page: Option<String>,
    next_page: Option<String>,
    sheet: String,
    may_register: bool,
}

/// A row as pages show it.
pub(in crate::web) struct Line {
    pub(in crate::web) number: String,
    pub(in crate::web) received: NaiveDate,
    pub(in crate::web) sender: String,
    pub(in crate::web) is_sealed: bool,
    pub(in crate::web) others: String,
    pub(in crate::web) ward: String,
    pub(in crate::web) summary: String,
    pub(in crate::web) is_large_group: bool,
    pub(in crate::web) kind: &'static str,
    pub(in crate::web) holder: String,
    pub(in crate::web) holder_note: &'static str,
    pub(in crate::web) due_class: &'static str,
    pub(in crate::web) due_words: String,
    pub(in crate::web) due_on: Option<NaiveDate>,
}

struct Head {
    label: &'static str,
    address: String,
    /// `ascending`, `descending` or `none`, as `aria-sort` says it.
    order: &'static str,
}

/// An option of a select: value, words, chosen.
pub(in crate::web) struct Choice {
    pub(in crate::web) value: String,
    pub(in crate::web) label: String,
    pub(in crate::web) is_chosen: bool,
}

struct Choices {
    kinds: Vec<Choice>,
    statuses: Vec<Choice>,
    units: Vec<Choice>,
    fields: Vec<Choice>,
    dues: Vec<Choice>,
    from: String,
    to: String,
    sort: String,
    /// What a queue narrows by beside the fields that the form shows.
    kept: Vec<(&'static str, String)>,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(query): Query<ListQuery>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let (filter, sort, after) = (query.filter(), query.sort(), query.after());
        let list = browse::list(app, &actor, &filter, sort, (after, PAGE_ROWS))?;
        let (office, today) = (app.office(), app.today());
        let last = list.rows.last().map(|row| row.id).filter(|_| list.has_more);
        Ok(ListPage {
            frame: Frame::new(app, &actor, Place::Petitions)?,
            lines: list.rows.iter().map(|row| line(row, &office, today)).collect(),
            total: list.total,
            heads: heads(&filter, sort),
            choices: choices(&filter, sort, (&office, today.date)),
            summary: summary(&filter, &office),
            is_filtered: filter != Filter::default(),
            wrong_days: query.wrong_days().join(", "),
            first_page: after.map(|_| view_address("/don", &filter, sort, None)),
            next_page: last.map(|last| view_address("/don", &filter, sort, Some(last))),
            sheet: view_address("/don.xlsx", &filter, sort, None),
            may_register: actor.has(crate::domain::permission::Right::Register),
        })
    })
    .await?;
    html(&page)
}

/// How a due date stands, as the style sheet names it.
pub(in crate::web) fn due_class(state: DueState) -> &'static str {
    match state {
        DueState::None => "",
        DueState::Overdue(_) => "late",
        DueState::Soon(_) => "soon",
        DueState::Later(_) => "ok",
    }
}

/// A row in words.
pub(in crate::web) fn line(row: &ListRow, office: &Office, today: Today) -> Line {
    let (due_on, status) = (row.due_on, row.stage.status());
    let state = DueState::on(today, status, due_on);
    let (due_words, due_class) = if status.is_open() {
        (label::due_state(state), due_class(state))
    } else {
        (label::status(status).to_owned(), "done")
    };
    Line {
        number: row.id.to_string(),
        received: row.received_on,
        sender: label::sender(row),
        is_sealed: matches!(row.sender, ListSender::Sealed(_)),
        others: match row.group_size {
            0 | 1 => String::new(),
            size => format!("và {} người", label::count(u64::from(size - 1))),
        },
        ward: row.ward.clone().unwrap_or_default(),
        summary: row.summary.clone(),
        is_large_group: row.group_size >= LARGE_GROUP,
        kind: label::kind_short(row.kind),
        holder: match &row.assignment {
            Some(assignment) => {
                office.of_row(row, today.date).short_name(assignment.unit).to_owned()
            }
            None => label::stage(row.stage).to_owned(),
        },
        holder_note: row.assignment.as_ref().and_then(|a| a.mode).map_or("", label::mode),
        due_class,
        due_words,
        due_on,
    }
}

fn heads(filter: &Filter, sort: Sort) -> Vec<Head> {
    SortColumn::ALL
        .iter()
        .filter(|column| **column != SortColumn::Status)
        .map(|column| {
            let is_current = *column == sort.column;
            let next = Sort { column: *column, is_descending: is_current && !sort.is_descending };
            let order = match (is_current, sort.is_descending) {
                (false, _) => "none",
                (true, true) => "descending",
                (true, false) => "ascending",
            };
            let address = view_address("/don", filter, next, None);
            Head { label: label::sort_column(*column), address, order }
        })
        .collect()
}

fn choices(filter: &Filter, sort: Sort, (office, today): (&Office, NaiveDate)) -> Choices {
    let groups = StatusGroup::ALL.iter().map(|group| (group.code(), StatusFilter::Group(*group)));
    let singles = Status::ALL.iter().map(|status| (status.code(), StatusFilter::One(*status)));
    let statuses = groups.chain(singles).map(|(code, status)| {
        choice(code, label::status_filter(status), filter.status == Some(status))
    });
    let sign = if sort.is_descending { "-" } else { "" };
    Choices {
        kinds: kinds(filter.kind),
        statuses: statuses.collect(),
        units: units_ever(office, today, filter.unit),
        fields: fields(filter.field),
        dues: DueFilter::ALL
            .iter()
            .map(|due| choice(due.code(), label::due_filter(*due), filter.due == Some(*due)))
            .collect(),
        from: filter.received_from.map(label::date).unwrap_or_default(),
        to: filter.received_to.map(label::date).unwrap_or_default(),
        kept: narrowing(filter),
        sort: if sort == Sort::default() {
            String::new()
        } else {
            format!("{sign}{}", sort.column.code())
        },
    }
}

fn choice(value: &str, label: &str, is_chosen: bool) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), is_chosen }
}

/// The kinds, to choose from.
pub(in crate::web) fn kinds(chosen: Option<Kind>) -> Vec<Choice> {
    let all = Kind::ALL.iter();
    all.map(|kind| choice(kind.code(), label::kind(*kind), chosen == Some(*kind))).collect()
}

/// The fields, to choose from.
pub(in crate::web) fn fields(chosen: Option<Field>) -> Vec<Choice> {
    let all = Field::ALL.iter();
    all.map(|field| choice(field.code(), label::field(*field), chosen == Some(*field))).collect()
}

/// The units of a day, to choose from; one that was chosen stays.
pub(in crate::web) fn units(office: &Office, on: NaiveDate, chosen: Option<UnitId>) -> Vec<Choice> {
    let there = office.units.iter().filter(|unit| unit.is_valid_on(on) || chosen == Some(unit.id));
    there.map(|unit| unit_choice(unit, on, chosen)).collect()
}

/// All units, to filter by: those of the day, then those of the past, each with its last day.
fn units_ever(office: &Office, today: NaiveDate, chosen: Option<UnitId>) -> Vec<Choice> {
    let (past, there): (Vec<_>, Vec<_>) =
        office.units.iter().partition(|unit| unit.valid_to.is_some_and(|last| last < today));
    there.into_iter().chain(past).map(|unit| unit_choice(unit, today, chosen)).collect()
}

fn unit_choice(unit: &Unit, on: NaiveDate, chosen: Option<UnitId>) -> Choice {
    choice(&unit.id.to_string(), &label::unit_choice(unit, on), chosen == Some(unit.id))
}

/// The filter in words, for the line under the heading.
fn summary(filter: &Filter, office: &Office) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(filter.kind.map(|kind| label::kind(kind).to_lowercase()));
    parts.extend(filter.stage.map(|stage| label::stage(stage).to_lowercase()));
    parts.extend(filter.status.map(|status| label::status_filter(status).to_lowercase()));
    parts.extend(filter.due.map(|due| label::due_filter(due).to_lowercase()));
    parts.extend(
        filter.field.map(|field| format!("lĩnh vực {}", label::field(field).to_lowercase())),
    );
    parts.extend(filter.unit.map(|unit| format!("đang ở {}", office.full_name(unit))));
    parts.extend(filter.officer.map(|_| "giao cho một chuyên viên".to_owned()));
    parts.extend(filter.mode.map(|mode| format!("giao {}", label::mode(mode))));
    parts.extend(filter.suspended_only.then(|| "đang tạm đình chỉ".to_owned()));
    parts.extend(filter.extension_asked_only.then(|| "đang xin gia hạn".to_owned()));
    parts.extend(filter.large_groups_only.then(|| "đoàn đông người".to_owned()));
    parts.extend(filter.received_from.map(|from| format!("nhận từ {}", label::date(from))));
    parts.extend(filter.received_to.map(|to| format!("đến {}", label::date(to))));
    parts.join(", ")
}
