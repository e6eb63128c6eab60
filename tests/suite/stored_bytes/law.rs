//! The office's own rows of the law, one of each shape, and the sets that they are stored with.

use chrono::{DateTime, FixedOffset};
use donthu::domain::calendar::own::{DayChange, OwnDay, OwnDayKey};
use donthu::domain::calendar::{AnnouncedDays, Closure, DayKind, OfficialYear, Swap};
use donthu::domain::id::AccountId;
use donthu::domain::own_law::{Approval, LawChange, OwnLaw, RowChange};
use donthu::domain::petition::{DocumentMention, Kind};
use donthu::domain::rulebook::own::{OwnRule, RuleChange, Settled};
use donthu::domain::rulebook::{
    BaseEvent, Complexity, Confidence, Direction, ExtensionCap, Instance, Rule, Stage, Unit,
};

use super::line;
use crate::support::date;

fn rule() -> Rule {
    Rule {
        id: "KN1-GQ-b".into(),
        family: "KN1-GQ".into(),
        name: "Giải quyết lần đầu".into(),
        stage: Stage::Settling,
        kind: Some(Kind::Complaint),
        instance: Some(Instance::First),
        is_remote: true,
        value: Some(30),
        unit: Unit::WorkingDays,
        direction: Direction::Before,
        complex_value: Some(45),
        complex_when: Some("nhiều địa điểm".into()),
        extensions: vec![ExtensionCap { complexity: Complexity::VeryComplex, times: 2, days: 300 }],
        base: BaseEvent::Acceptance,
        base_text: "ngày thụ lý".into(),
        from: date("2027-03-01"),
        to: Some(date("2028-02-29")),
        citation: "LKN Đ.28".into(),
        confidence: Confidence::M,
        note: Some("Ghi chú".into()),
    }
}

fn days() -> [(OwnDayKey, OwnDay); 4] {
    let swap = || {
        let (off, worked) = (date("2026-08-31"), date("2026-08-22"));
        OwnDay::Swap(Swap { off, worked, name: "Hoán đổi".into() })
    };
    let closure = Closure { on: date("2026-12-03"), name: "Bão số 13".into() };
    let days = vec![AnnouncedDays {
        on: date("2027-02-05"),
        until: Some(date("2027-02-11")),
        kind: DayKind::LunarNewYear,
        name: "Tết Âm lịch".into(),
    }];
    let year = OfficialYear { year: 2027, source: "TB 1".into(), confidence: Confidence::H, days };
    [
        (OwnDayKey::Closure(closure.on), OwnDay::Closure(closure)),
        (OwnDayKey::NoSwap(date("2026-08-31")), swap()),
        (OwnDayKey::Swap(date("2026-08-31")), swap()),
        (OwnDayKey::Year(2027), OwnDay::Year(year)),
    ]
}

/// Own rows of every shape, and a change that tells of a rule and of a day.
pub(super) fn own_law(at: DateTime<FixedOffset>) -> (OwnLaw, LawChange) {
    let settled = Settled {
        citation: Some("LTCD Đ.28".into()),
        confidence: Some(Confidence::H),
        note: Some(String::new()),
        to: Some(date("2026-12-31")),
    };
    let rules = [
        ("KN1-GQ-b".into(), OwnRule::Added(Box::new(rule()))),
        ("XLD-10".into(), OwnRule::Settled(settled)),
    ];
    let [(_, closure), ..] = days();
    let document = DocumentMention { number: "12/CĐ".into(), dated: Some(date("2026-11-20")) };
    let change = LawChange {
        number: 300,
        at,
        by: AccountId(4),
        approval: Approval { reason: "Luật đổi".into(), document },
        rows: vec![
            RowChange::Rule(Box::new(RuleChange { old: None, new: Some(rule()) })),
            RowChange::Day(DayChange { old: Some(closure), new: None }),
            RowChange::InternalDays { old: 10, new: 7 },
        ],
    };
    let own = OwnLaw {
        rules: rules.into(),
        days: days().into(),
        internal_days_ahead: Some(7),
        revision: 300,
    };
    (own, change)
}

/// Sets that the rows are stored with, by position.
pub(super) fn codes() -> Vec<String> {
    vec![
        line("RuleStage", Stage::ALL, Stage::code),
        line("Instance", Instance::ALL, Instance::code),
        line("Unit", Unit::ALL, Unit::code),
        line("Direction", Direction::ALL, Direction::code),
        line("BaseEvent", BaseEvent::ALL, BaseEvent::code),
        line("Confidence", Confidence::ALL, Confidence::code),
        line("DayKind", DayKind::ALL, DayKind::code),
    ]
}
