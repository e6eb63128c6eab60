//! Words for due dates: how one stands, how it came about, why there is none.

use chrono::Datelike;

use super::{count, date, weekday};
use crate::app::browse::Why;
use crate::domain::calendar::{DayKind, DayOff};
use crate::domain::deadline::{DeadlineError, Explained, LookupError};
use crate::domain::listing::DueState;
use crate::domain::petition::Petition;
use crate::domain::rulebook::{Confidence, Direction, Unit, UnknownRule};
use crate::domain::workflow::ClockKind;

/// How the due date stands, in words.
pub fn due_state(state: DueState) -> String {
    match state {
        DueState::None => String::new(),
        DueState::Overdue(days) => format!("Quá {} ngày", count(days.unsigned_abs())),
        DueState::Soon(0) => "Hôm nay".into(),
        DueState::Soon(days) | DueState::Later(days) => {
            format!("Còn {} ngày", count(days.unsigned_abs()))
        }
    }
}

/// What is added to a citation that nobody has compared with the text of the law yet.
pub fn unconfirmed(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::H => "",
        Confidence::M | Confidence::L => " (chưa đối chiếu)",
    }
}

/// How a due date came about, line by line: the law, the count, every skipped day with its reason.
pub fn explanation(explained: &Explained) -> Vec<(&'static str, String)> {
    let sure = unconfirmed(explained.confidence);
    let way = match explained.direction {
        Direction::After => "sau",
        Direction::Before => "trước",
    };
    let mut lines = vec![
        ("Hạn", format!("{}, {}", date(explained.due), weekday(explained.due))),
        ("Quy định", format!("{} – {}", explained.rule, explained.name)),
        ("Căn cứ", format!("{}{sure}", explained.citation)),
        ("Mốc", format!("{} {} (không tính ngày này)", explained.base_text, date(explained.base))),
        ("Thời hạn", format!("{} {} {way} mốc", explained.days, term_unit(explained.unit))),
    ];
    if explained.is_longer_term {
        lines.push(("Phức tạp", "đã tính thời hạn dài của vụ việc phức tạp".into()));
    }
    for pause in &explained.pauses {
        let (from, to) = (date(pause.suspended_on), date(pause.resumed_on));
        lines.push((
            "Tạm dừng",
            format!("{from} đến {to}: {} ngày, {}", pause.days, pause.document),
        ));
    }
    for extension in &explained.extensions {
        let document = extension.document.as_deref().unwrap_or("giả định");
        lines.push(("Gia hạn", format!("{} ngày, {document}", extension.days)));
    }
    if let Some(raw) = explained.rolled_from {
        let moved = "rơi vào ngày nghỉ, chuyển sang ngày làm việc kế (BLDS 2015 Đ.148.5)";
        lines.push(("Ngày cuối", format!("{}, {}: {moved}", date(raw), weekday(raw))));
    }
    lines.extend(skipped(&explained.skipped).into_iter().map(|line| ("Không tính", line)));
    for day in &explained.worked_rest_days {
        lines.push(("Làm bù", format!("{}: {}", date(day.date), day.name)));
    }
    if !explained.unannounced_years.is_empty() {
        let years: Vec<String> = explained.unannounced_years.iter().map(i32::to_string).collect();
        lines.push((
            "Lưu ý",
            format!("lịch nghỉ {}: chưa có thông báo chính thức", years.join(", ")),
        ));
    }
    lines
}

/// Why the day of a clock is what it is: counted by the law, or set.
pub fn clock_day(petition: &Petition, kind: ClockKind, why: &Why) -> Vec<(&'static str, String)> {
    match why {
        Why::Law(explained) => explanation(explained),
        Why::Ahead { days } => {
            let moved = "rơi vào ngày nghỉ thì lùi về ngày làm việc trước đó";
            let setting = format!("trước hạn giải quyết {days} ngày, {moved}");
            vec![("Căn cứ", format!("mức cơ quan đặt cho đơn vị tham mưu: {setting}"))]
        }
        Why::Given => {
            let given = petition.assignment.as_ref();
            let day = given.and_then(|given| given.due_on).map(date).unwrap_or_default();
            let paper = given.and_then(|given| given.document.as_ref()).map(super::document);
            let paper = paper.map(|paper| format!(", văn bản {paper}")).unwrap_or_default();
            let mut lines = vec![("Căn cứ", format!("hạn ấn định khi giao: {day}{paper}"))];
            // The unit's own day is later by the time for which the case rested.
            let case = petition.case.as_ref().filter(|_| kind == ClockKind::Internal);
            for pause in case.into_iter().flat_map(|case| &case.pauses) {
                let until = pause.resumed_on.map_or_else(|| "nay".to_owned(), date);
                lines.push(("Tạm dừng", format!("{} đến {until}", date(pause.suspended_on))));
            }
            lines
        }
    }
}

/// The days off: the weekly ones together, every other one by itself.
fn skipped(days: &[DayOff]) -> Vec<String> {
    let (weekly, others): (Vec<_>, Vec<_>) =
        days.iter().partition(|day| day.kind == DayKind::WeeklyRest);
    let mut names: Vec<&str> = Vec::new();
    let mut listed = Vec::new();
    for (at, day) in weekly.iter().enumerate() {
        let next = weekly.get(at + 1);
        let is_last_of_year = next.is_none_or(|next| next.date.year() != day.date.year());
        listed.push(if is_last_of_year {
            date(day.date)
        } else {
            format!("{:02}/{:02}", day.date.day(), day.date.month())
        });
        if !names.contains(&day.name.as_str()) {
            names.push(&day.name);
        }
    }
    let weekly =
        (!listed.is_empty()).then(|| format!("{}: {}", listed.join(", "), names.join(", ")));
    let one = |day: &DayOff| format!("{}, {}: {}", date(day.date), weekday(day.date), day.name);
    weekly.into_iter().chain(others.into_iter().map(one)).collect()
}

/// Why a rule gives no due date.
pub fn no_due_date(error: &LookupError) -> String {
    match error {
        LookupError::Unknown(UnknownRule::NoSuchName { asked, likely }) => {
            format!("Không có quy định “{asked}”. Gần giống: {}.", likely.join(", "))
        }
        LookupError::Unknown(UnknownRule::NotInForce { asked, on, rows, .. }) => {
            let rows = rows.iter().map(|(id, from, to)| {
                let to = to.map_or_else(|| "nay".to_owned(), date);
                format!("{id} từ {} đến {to}", date(*from))
            });
            let rows = rows.collect::<Vec<_>>().join("; ");
            format!("“{asked}” không có hiệu lực ngày {}: {rows}.", date(*on))
        }
        LookupError::Deadline(DeadlineError::Unset { rule, citation }) => {
            format!("{rule} ({citation}) không định số ngày: lãnh đạo ấn định.")
        }
        LookupError::Deadline(DeadlineError::Pauses(day)) => {
            format!("Lần tạm dừng từ {} không hợp lý.", date(*day))
        }
        LookupError::Deadline(DeadlineError::OutOfRange) => "Ngày nằm ngoài lịch.".into(),
    }
}

/// The unit of a term.
pub(super) fn term_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::CalendarDays => "ngày",
        Unit::WorkingDays => "ngày làm việc",
        Unit::Years => "năm",
        Unit::AtOnce => "(ngay)",
        Unit::Unset => "(lãnh đạo ấn định)",
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn weekends_share_a_line_and_a_holiday_has_its_own() {
        let off = |day: &str, kind, name: &str| {
            let date: NaiveDate = day.parse().unwrap();
            DayOff { date, kind, name: name.into() }
        };
        let days = [
            off("2026-12-26", DayKind::WeeklyRest, "Thứ Bảy"),
            off("2026-12-27", DayKind::WeeklyRest, "Chủ nhật"),
            off("2027-01-01", DayKind::NewYear, "Tết Dương lịch"),
            off("2027-01-02", DayKind::WeeklyRest, "Thứ Bảy"),
        ];
        let lines = [
            "26/12, 27/12/2026, 02/01/2027: Thứ Bảy, Chủ nhật",
            "01/01/2027, thứ Sáu: Tết Dương lịch",
        ];
        assert_eq!(skipped(&days), lines);
        assert!(skipped(&[]).is_empty());
    }
}
