//! `/quan-tri/lich`: the working calendar of a year in twelve months; closures, swapped days, the notice of the year.

use askama::Template;
use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::{ChangeLine, Site, Typed, again, changes, read_day, take};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::calendar::own::{DayEdit, DayFault, OwnDay, OwnDayKey};
use crate::domain::calendar::{
    AnnouncedDays, Calendar, CalendarError, Day, DayGroup, DayKind, OfficialYear, Swap,
};
use crate::domain::own_law::{Approval, LawEdit, LawFault, RowChange};
use crate::domain::permission::Actor;
use crate::domain::rulebook::Confidence;
use crate::domain::text;
use crate::label;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, Query, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

/// Longest reason of a closure or name of a holiday, in characters.
const NAME_MAX: usize = 120;
/// Years that the calendar knows.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

#[derive(Template)]
#[template(path = "admin/calendar.html", config = "assets/askama.toml")]
struct CalendarPage {
    frame: Frame,
    year: i32,
    source: Option<String>,
    has_own_notice: bool,
    months: Vec<Month>,
    days: Vec<DayLine>,
    set_aside: Vec<String>,
    typed: Typed,
    errors: FieldErrors,
    dropped: String,
    changes: Vec<ChangeLine>,
    unreadable: usize,
}

struct Month {
    number: u32,
    weeks: Vec<Vec<Cell>>,
}

/// A day in its month; `day` 0 is a place outside it.
struct Cell {
    day: u32,
    class: &'static str,
    mark: &'static str,
    words: String,
}

/// A day off or worked in exchange, in the list beside.
struct DayLine {
    date: String,
    weekday: &'static str,
    class: &'static str,
    kind: &'static str,
    name: String,
    drop: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    nam: String,
    bo: String,
    khoa: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let year = match asked.nam.as_str() {
            "" => app.clock.today().year(),
            typed => typed.parse().ok().filter(|y| YEARS.contains(y)).ok_or(AppError::NotFound)?,
        };
        let mut typed = Typed::default();
        if !asked.bo.is_empty() {
            typed.or("viec", asked.bo);
            typed.or("khoa", asked.khoa);
        }
        page(app, &actor, year, (typed, FieldErrors::default()))
    });
    html(&page.await?)
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> PageResult {
    let typed = Typed::new(fields);
    let year = typed.of("nam").parse().ok().filter(|year| YEARS.contains(year));
    let year = year.ok_or(PageError::BadRequest("Năm không đọc được."))?;
    let known = ["dong-cua", "hoan-doi", "thong-bao", "mo", "bo-hoan-doi", "bo-thong-bao"];
    if !known.contains(&typed.of("viec")) {
        return Err(PageError::BadRequest("Không rõ việc cần làm."));
    }
    let answer = blocking(&app, move |app| {
        let site = Site {
            place: Place::Calendar,
            title: format!("Sửa lịch làm việc {year}"),
            address: format!("/quan-tri/lich?nam={year}"),
        };
        let read = |approval: Option<&Approval>, errors: &mut FieldErrors| {
            read_edit(app, year, (&typed, approval), errors).map(LawEdit::Day)
        };
        let field_of = |fault: &LawFault| match fault {
            LawFault::Day(fault) => field_of(fault, typed.of("viec")),
            LawFault::Rule(_) => "chung",
        };
        match take(app, &actor, (site, &typed), read, field_of)? {
            Ok(change) => Ok(Ok(change)),
            Err(errors) => Ok(Err(page(app, &actor, year, (typed, errors))?)),
        }
    });
    match answer.await? {
        Ok(change) => html(&*change),
        Err(form) => again(&form, !form.errors.is_empty()),
    }
}

fn read_edit(
    app: &App,
    year: i32,
    (typed, approval): (&Typed, Option<&Approval>),
    errors: &mut FieldErrors,
) -> Option<DayEdit> {
    match typed.of("viec") {
        "dong-cua" => {
            let from = read_day(typed, "tu", errors);
            let until = match typed.of("den").trim() {
                "" => from,
                _ => read_day(typed, "den", errors),
            };
            let name = text::line(typed.of("ten"), NAME_MAX);
            let name = name.map_err(|error| errors.add("ten", label::text_error(&error))).ok();
            Some(DayEdit::Close { from: from?, until: until?, name: name? })
        }
        "hoan-doi" => {
            let (off, worked) = (read_day(typed, "nghi", errors), read_day(typed, "lam", errors));
            let (off, worked) = (off?, worked?);
            Some(DayEdit::Swap(Swap { off, worked, name: label::law::swap_name(off, worked) }))
        }
        "thong-bao" => {
            let days = read_notice(app, year, typed.of("ngay"), errors)?;
            let source = label::document(&approval?.document);
            let confidence = Confidence::H;
            Some(DayEdit::Announce(OfficialYear { year, source, confidence, days }))
        }
        "bo-thong-bao" => Some(DayEdit::DropNotice(year)),
        asked => {
            let day = label::read_date(typed.of("khoa"));
            if day.is_none() {
                errors.add("chung", "Không rõ ngày cần bỏ: chọn lại ở danh sách bên cạnh.");
            }
            let day = day?;
            Some(if asked == "mo" { DayEdit::Open(day) } else { DayEdit::DropSwap(day) })
        }
    }
}

/// The days of a notice, a line each: a date, perhaps "- " and another, then the name.
fn read_notice(
    app: &App,
    year: i32,
    typed: &str,
    errors: &mut FieldErrors,
) -> Option<Vec<AnnouncedDays>> {
    let law = app.law();
    let mut days = Vec::new();
    for (number, line) in typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let Some((on, until, name)) = read_notice_line(line, year) else {
            let (number, line) = (number + 1, text::clip(line.trim(), 60));
            let words = format!(
                "Dòng {number} (“{line}”) không đọc được: ghi ngày, rồi tên ngày nghỉ, như “30/04/{year} Ngày Chiến thắng”."
            );
            errors.add("ngay", words);
            return None;
        };
        days.push(AnnouncedDays { on, until, kind: law.holidays.kind_named(&name), name });
    }
    Some(days)
}

fn read_notice_line(line: &str, year: i32) -> Option<(NaiveDate, Option<NaiveDate>, String)> {
    let day = |word: &str| {
        let whole =
            if word.matches('/').count() == 1 { format!("{word}/{year}") } else { word.into() };
        label::read_date(&whole)
    };
    let mut words = line.split_whitespace().peekable();
    let on = day(words.next()?)?;
    let is_span = words.next_if(|word| ["-", "–", "đến"].contains(word)).is_some();
    let until = if is_span { Some(day(words.next()?)?) } else { None };
    let name = words.collect::<Vec<_>>().join(" ");
    Some((on, until, text::line(&name, NAME_MAX).ok()?))
}

fn field_of(fault: &DayFault, asked: &str) -> &'static str {
    match (fault, asked) {
        (DayFault::WrongSpan, _) => "den",
        (
            DayFault::Calendar(CalendarError::NotARestDay(_) | CalendarError::WorkedTwice(_))
            | DayFault::TooFar,
            "hoan-doi",
        ) => "lam",
        (DayFault::AlreadyOff(..) | DayFault::Calendar(_), "hoan-doi") => "nghi",
        (DayFault::AlreadyOff(..) | DayFault::Calendar(_), "dong-cua") => "tu",
        (DayFault::NoDays | DayFault::Calendar(_), "thong-bao") => "ngay",
        (
            DayFault::AlreadyOff(..)
            | DayFault::Calendar(_)
            | DayFault::TooFar
            | DayFault::NoDays
            | DayFault::NoSuchDay
            | DayFault::Unchanged,
            _,
        ) => "chung",
    }
}

fn page(
    app: &App,
    actor: &Actor,
    year: i32,
    (mut typed, errors): (Typed, FieldErrors),
) -> Result<CalendarPage, AppError> {
    let law = app.law();
    let calendar = &law.calendar;
    typed.or("ngay", notice_text(calendar, year));
    let dropped = match (typed.of("viec"), label::read_date(typed.of("khoa"))) {
        ("mo", Some(day)) => format!("ngày đóng cửa {}", label::date(day)),
        ("bo-hoan-doi", Some(day)) => format!("hoán đổi của ngày nghỉ {}", label::date(day)),
        ("bo-thong-bao", _) => format!("thông báo lịch nghỉ {year} đã nhập"),
        (_, _) => String::new(),
    };
    let official = law.holidays.official.iter().find(|official| official.year == year);
    Ok(CalendarPage {
        frame: Frame::new(app, actor, Place::Calendar)?,
        year,
        source: official.map(|official| official.source.clone()),
        has_own_notice: law.own_rows.days.contains_key(&OwnDayKey::Year(year)),
        months: (1..=12).filter_map(|month| of_month(calendar, year, month)).collect(),
        days: listed(calendar, year),
        set_aside: law.set_aside.days.iter().map(label::law::own_day).collect(),
        typed,
        errors,
        dropped,
        unreadable: law.set_aside.unreadable,
        changes: changes(app, |change| change.rows.iter().any(|row| is_of_year(row, year)))?,
    })
}

fn is_of_year(row: &RowChange, year: i32) -> bool {
    match row {
        RowChange::Rule(_) | RowChange::InternalDays { .. } => false,
        RowChange::Day(change) => {
            let of_year = |day: &OwnDay| match day {
                OwnDay::Closure(closure) => closure.on.year() == year,
                OwnDay::Swap(swap) => swap.off.year() == year || swap.worked.year() == year,
                OwnDay::Year(notice) => notice.year == year,
            };
            [&change.old, &change.new].into_iter().flatten().any(of_year)
        }
    }
}

/// The days of a year as a notice would be typed: neighbours of one name as a span.
fn notice_text(calendar: &Calendar, year: i32) -> String {
    let mut spans: Vec<AnnouncedDays> = Vec::new();
    for off in calendar.holidays(year) {
        match spans.last_mut() {
            Some(last)
                if last.name == off.name
                    && last.until.unwrap_or(last.on).succ_opt() == Some(off.date) =>
            {
                last.until = Some(off.date);
            }
            Some(_) | None => {
                spans.push(AnnouncedDays {
                    on: off.date,
                    until: None,
                    kind: off.kind,
                    name: off.name,
                });
            }
        }
    }
    spans.iter().map(label::law::announced).collect::<Vec<_>>().join("\n")
}

fn of_month(calendar: &Calendar, year: i32, month: u32) -> Option<Month> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let before = first.weekday().num_days_from_monday();
    let blank = || Cell { day: 0, class: "", mark: "", words: String::new() };
    let mut cells: Vec<Cell> = (0..before).map(|_| blank()).collect();
    let days = first.iter_days().take_while(|day| day.month() == month);
    cells.extend(days.map(|date| cell(calendar, date)));
    while !cells.len().is_multiple_of(7) {
        cells.push(blank());
    }
    let mut weeks = Vec::new();
    while !cells.is_empty() {
        let rest = cells.split_off(7);
        weeks.push(std::mem::replace(&mut cells, rest));
    }
    Some(Month { number: month, weeks })
}

fn cell(calendar: &Calendar, date: NaiveDate) -> Cell {
    let (class, mark, words) = match calendar.day(date) {
        Day::Working => ("", "", String::new()),
        Day::Swapped(worked) => ("worked", "B", worked.name),
        Day::Off(off) => {
            let (class, mark) = look(off.kind);
            let words = if off.kind == DayKind::WeeklyRest { String::new() } else { off.name };
            (class, mark, words)
        }
    };
    Cell { day: date.day(), class, mark, words }
}

/// How a day off looks: its class and its letter in the legend.
fn look(kind: DayKind) -> (&'static str, &'static str) {
    match kind.group() {
        DayGroup::WeeklyRest => ("rest", ""),
        DayGroup::Holiday => ("holiday", "L"),
        DayGroup::Swap => ("swap", "H"),
        DayGroup::Closure => ("closure", "Đ"),
    }
}

/// The days of a year that are not as their weekday says.
fn listed(calendar: &Calendar, year: i32) -> Vec<DayLine> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let drop = |asked: &str, day: NaiveDate| {
        Some(format!("/quan-tri/lich?nam={year}&bo={asked}&khoa={day}#bo"))
    };
    let days = first.iter_days().take_while(|day| day.year() == year);
    let lines = days.filter_map(|date| {
        let (class, kind, name, drop) = match calendar.day(date) {
            Day::Working => return None,
            Day::Swapped(worked) => ("worked", "làm bù", worked.name, None),
            Day::Off(off) => {
                let drop = match off.kind.group() {
                    DayGroup::WeeklyRest => return None,
                    DayGroup::Holiday => None,
                    DayGroup::Swap => drop("bo-hoan-doi", date),
                    DayGroup::Closure => drop("mo", date),
                };
                (look(off.kind).0, label::law::day_group(off.kind.group()), off.name, drop)
            }
        };
        let (date, weekday) = (label::date(date), label::weekday(date));
        Some(DayLine { date, weekday, class, kind, name, drop })
    });
    lines.collect()
}
