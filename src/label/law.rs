//! The words of the pages where the law is edited: rows, what changed in them, and what is wrong with an edit.

use chrono::NaiveDate;

use super::deadline::term_unit;
use super::{complexity, count, date, document, kind, weekday};
use crate::domain::calendar::own::{CLOSURE_DAYS_MAX, DayChange, DayFault, OwnDay};
use crate::domain::calendar::{AnnouncedDays, CalendarError, DayGroup};
use crate::domain::own_law::{Approval, LawFault, RowChange};
use crate::domain::rulebook::own::{RuleChange, RuleFault};
use crate::domain::rulebook::{BaseEvent, Confidence, Direction, Instance, Rule, Stage, Unit};

/// What a term is for.
pub fn stage_of_rule(stage: Stage) -> &'static str {
    match stage {
        Stage::Processing => "Xử lý đơn",
        Stage::Acceptance => "Thụ lý",
        Stage::Settling => "Giải quyết",
        Stage::Sending => "Gửi quyết định, kết luận",
        Stage::Publication => "Công khai",
        Stage::Alarm => "Báo động",
        Stage::Transfer => "Chuyển đơn",
        Stage::Reply => "Trả lời",
        Stage::Notice => "Thông báo",
        Stage::Reception => "Tiếp công dân",
        Stage::Remedy => "Thời hiệu, hiệu lực",
        Stage::Enforcement => "Thi hành",
        Stage::Supervision => "Giám sát, đôn đốc",
        Stage::Keeping => "Lưu",
    }
}

/// How sure a row is.
pub fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::H => "đã đối chiếu",
        Confidence::M => "chưa đối chiếu (nguồn khá)",
        Confidence::L => "chưa đối chiếu (nguồn yếu)",
    }
}

/// The name of a unit in which terms are counted.
pub fn counted_in(unit: Unit) -> &'static str {
    match unit {
        Unit::AtOnce => "ngay trong ngày",
        Unit::Unset => "không quy định, lãnh đạo ấn định",
        Unit::CalendarDays | Unit::WorkingDays | Unit::Years => term_unit(unit),
    }
}

/// The term of a row in words ("30 ngày sau ngày thụ lý").
pub fn term(rule: &Rule) -> String {
    let way = match rule.direction {
        Direction::After => "kể từ",
        Direction::Before => "trước",
    };
    let length = match rule.value {
        Some(value) => format!("{value} {}", term_unit(rule.unit)),
        None => counted_in(rule.unit).to_owned(),
    };
    match rule.unit {
        Unit::Unset => length,
        Unit::CalendarDays | Unit::WorkingDays | Unit::Years | Unit::AtOnce => {
            format!("{length} {way} {}", rule.base_text)
        }
    }
}

/// Longer terms and extensions of a row, a line each.
pub fn variants(rule: &Rule) -> Vec<String> {
    let longer = rule.complex_value.map(|value| {
        let when = rule.complex_when.as_deref().unwrap_or("vụ việc phức tạp");
        format!("{when}: đến {value} {}", term_unit(rule.unit))
    });
    let caps = rule.extensions.iter().map(|cap| {
        format!(
            "gia hạn vụ việc {}: {} lần, mỗi lần đến {} {}",
            complexity(cap.complexity),
            cap.times,
            cap.days,
            term_unit(rule.unit)
        )
    });
    longer.into_iter().chain(caps).collect()
}

/// From when to when a row holds.
pub fn validity(rule: &Rule) -> String {
    match rule.to {
        Some(to) => format!("{} – {}", date(rule.from), date(to)),
        None => format!("từ {}", date(rule.from)),
    }
}

/// To which petitions a row applies.
pub fn applies_to(rule: &Rule) -> String {
    let instance = rule.instance.map(|instance| match instance {
        Instance::First => "lần đầu",
        Instance::Second => "lần hai",
    });
    let of_kind = rule.kind.map_or("mọi loại đơn", kind);
    let remote = rule.is_remote.then_some("vùng sâu, vùng xa");
    let parts = [Some(of_kind), instance, remote];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The base event of a row.
pub fn base_event(base: BaseEvent) -> &'static str {
    match base {
        BaseEvent::Receipt => "ngày nhận",
        BaseEvent::Acceptance => "ngày thụ lý",
        BaseEvent::Issue => "ngày ban hành",
        BaseEvent::Settlement => "ngày giải quyết xong",
        BaseEvent::Effect => "ngày có hiệu lực",
        BaseEvent::Session => "ngày họp, tiếp",
        BaseEvent::Ground => "ngày phát sinh căn cứ",
        BaseEvent::Closing => "ngày kết thúc",
    }
}

/// What a day off is, in a word or two.
pub fn day_group(group: DayGroup) -> &'static str {
    match group {
        DayGroup::WeeklyRest => "nghỉ hằng tuần",
        DayGroup::Holiday => "nghỉ lễ",
        DayGroup::Swap => "nghỉ hoán đổi",
        DayGroup::Closure => "cơ quan đóng cửa",
    }
}

/// A document and reason, as a history quotes them.
pub fn approval(approval: &Approval) -> String {
    format!("{}. Văn bản: {}", approval.reason, document(&approval.document))
}

/// What changed in a row, a line each.
pub fn row_change(change: &RowChange) -> Vec<String> {
    match change {
        RowChange::Rule(change) => rule_change(change),
        RowChange::Day(change) => vec![day_change(change)],
        RowChange::InternalDays { old, new } => {
            vec![format!(
                "Đơn vị tham mưu trình kết quả trước hạn theo luật {new} ngày (trước đó {old} ngày)"
            )]
        }
    }
}

fn rule_change(change: &RuleChange) -> Vec<String> {
    match (&change.old, &change.new) {
        (None, Some(new)) => vec![format!(
            "Thêm {}: {}; {}; {}; {}.",
            new.id,
            [vec![term(new)], variants(new)].concat().join("; "),
            validity(new),
            new.citation,
            confidence(new.confidence)
        )],
        (Some(old), None) => vec![format!("Bỏ {} ({}).", old.id, validity(old))],
        (Some(old), Some(new)) => {
            let note = |rule: &Rule| rule.note.clone().unwrap_or_else(|| "(trống)".into());
            let pairs = [
                ("hiệu lực", validity(old), validity(new)),
                ("căn cứ", old.citation.clone(), new.citation.clone()),
                (
                    "mức tin cậy",
                    confidence(old.confidence).into(),
                    confidence(new.confidence).into(),
                ),
                ("ghi chú", note(old), note(new)),
            ];
            let changed = pairs.into_iter().filter(|(_, old, new)| old != new);
            let id = &new.id;
            changed.map(|(what, old, new)| format!("{id}, {what}: {old} → {new}")).collect()
        }
        (None, None) => Vec::new(),
    }
}

fn day_change(change: &DayChange) -> String {
    match (&change.old, &change.new) {
        (None, Some(new)) => format!("Thêm {}.", own_day(new)),
        (Some(old), None) => format!("Bỏ {}.", own_day(old)),
        (Some(old), Some(new)) => format!("Thay {} bằng {}.", own_day(old), own_day(new)),
        (None, None) => String::new(),
    }
}

/// A row of the calendar in words.
pub fn own_day(row: &OwnDay) -> String {
    match row {
        OwnDay::Closure(closure) => {
            format!("ngày đóng cửa {}, {}: {}", weekday(closure.on), date(closure.on), closure.name)
        }
        OwnDay::Swap(swap) => {
            format!("hoán đổi: nghỉ {}, làm bù {}", date(swap.off), date(swap.worked))
        }
        OwnDay::Year(year) => {
            let days: Vec<String> = year.days.iter().map(announced).collect();
            format!("thông báo lịch nghỉ {} ({}): {}", year.year, year.source, days.join("; "))
        }
    }
}

/// A line of a year's notice, as it is typed too.
pub fn announced(days: &AnnouncedDays) -> String {
    match days.until.filter(|until| *until != days.on) {
        Some(until) => format!("{} - {} {}", date(days.on), date(until), days.name),
        None => format!("{} {}", date(days.on), days.name),
    }
}

/// The swap of two days in words, as explanations of due dates quote it.
pub fn swap_name(off: NaiveDate, worked: NaiveDate) -> String {
    format!("Hoán đổi: nghỉ {}, làm bù {}", date(off), date(worked))
}

/// Why an edit is refused.
pub fn fault(fault: &LawFault) -> String {
    match fault {
        LawFault::Rule(fault) => rule_fault(fault),
        LawFault::Day(fault) => day_fault(fault),
    }
}

/// Why an edit of a rule is refused.
fn rule_fault(fault: &RuleFault) -> String {
    match fault {
        RuleFault::NoSuchRule => "Không có quy định này.".into(),
        RuleFault::BadId => {
            "Mã gồm chữ không dấu, số, dấu chấm và gạch nối, bắt đầu bằng chữ, không quá 24 ký tự."
                .into()
        }
        RuleFault::IdTaken => "Mã này đã dùng; mã không dùng lại, kể cả của dòng đã hết hiệu lực.".into(),
        RuleFault::NoCitation => "Cần ghi căn cứ: điều, khoản của văn bản nào.".into(),
        RuleFault::Value => {
            "Thời hạn tính bằng ngày hoặc năm cần một số lớn hơn 0; cách tính khác thì để trống số."
                .into()
        }
        RuleFault::Variant => {
            "Thời hạn khi phức tạp phải dài hơn thời hạn thường; thời hạn tính lùi thì không có gia hạn."
                .into()
        }
        RuleFault::Dates => "Ngày hết hiệu lực trước ngày bắt đầu.".into(),
        RuleFault::BeginsTooEarly(from) => format!(
            "Phải sau {}, ngày bắt đầu của dòng gần nhất cùng nội dung.",
            date(*from)
        ),
        RuleFault::Ended(to) => format!("Dòng này đã kết thúc ngày {}.", date(*to)),
        RuleFault::Overlaps(id) => format!(
            "Trùng ngày và nội dung với {id}: kết thúc {id} trước, hoặc chọn ngày khác."
        ),
        RuleFault::Unchanged => "Chưa có gì khác với đang ghi.".into(),
        RuleFault::InForce => {
            "Chỉ bỏ được dòng do cơ quan thêm và chưa đến ngày áp dụng; dòng khác thì kết thúc hiệu lực."
                .into()
        }
    }
}

/// Why an edit of the calendar is refused.
fn day_fault(fault: &DayFault) -> String {
    match fault {
        DayFault::Calendar(error) => calendar_fault(error),
        DayFault::AlreadyOff(day, name) => format!("{} đã là ngày nghỉ: {name}.", date(*day)),
        DayFault::WrongSpan => {
            format!("Ngày cuối phải từ ngày đầu trở đi và không quá {CLOSURE_DAYS_MAX} ngày.")
        }
        DayFault::TooFar => "Ngày nghỉ và ngày làm bù cách nhau quá 60 ngày.".into(),
        DayFault::NoDays => "Cần ít nhất một ngày nghỉ.".into(),
        DayFault::NoSuchDay => "Không có dòng này, hoặc đã được bỏ trước đó.".into(),
        DayFault::Unchanged => "Chưa có gì khác với đang ghi.".into(),
    }
}

fn calendar_fault(error: &CalendarError) -> String {
    match error {
        CalendarError::OffAndWorked(day) => {
            format!("{} là ngày làm bù, không thể đồng thời là ngày nghỉ.", date(*day))
        }
        CalendarError::NotARestDay(day) => format!(
            "{}, {} là ngày làm việc thường; ngày làm bù phải là ngày nghỉ hằng tuần.",
            date(*day),
            weekday(*day)
        ),
        CalendarError::NotAWorkingDay(day) => {
            format!("{}, {} là ngày nghỉ hằng tuần.", date(*day), weekday(*day))
        }
        CalendarError::WorkedTwice(day) => {
            format!("{} đã là ngày làm bù của một lần hoán đổi khác.", date(*day))
        }
        CalendarError::YearTwice(year) => format!("Năm {year} đã có thông báo."),
        CalendarError::WrongSpan { year, on } => {
            format!("{}: không thuộc năm {year}, hoặc ngày cuối trước ngày đầu.", date(*on))
        }
        CalendarError::NoWorkingDay => "Không còn ngày làm việc nào trong tuần.".into(),
    }
}

/// How many open due dates move.
pub fn moved(number: usize) -> String {
    match number {
        0 => "Không đơn nào đang mở phải đổi hạn.".into(),
        number => format!(
            "{} đơn đang mở đổi hạn; đơn đã xong giữ nguyên.",
            count(u64::try_from(number).unwrap_or(u64::MAX))
        ),
    }
}
