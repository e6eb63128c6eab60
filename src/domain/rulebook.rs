//! The law's terms as dated rows with their citation, and which row holds for a matter.
//!
//! Owns [`Rule`] (seed: `assets/seed/rules.toml`; the office's own lie over it, `own`) and [`Rulebook`], the checked
//! set of them. No number of days stands in code.
//! Invariant: of one family, at most one row is in force on a day for ordinary places, and one for remote ones; the
//! same holds of a [`Selector`]. A row applies by the date of its base event; a case keeps the row it was judged by.
//! Called by `deadline`, by the two state machines and by the page where rules are edited.

mod lookup;
pub mod own;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::petition::{Kind, closed_set};

pub use lookup::UnknownRule;

closed_set! {
    /// How sure a row is: rows below [`Confidence::H`] are shown as "chưa đối chiếu".
    Confidence {
        /// The text was read, or two independent sources agree.
        H = "H",
        /// One good source, or well-established knowledge.
        M = "M",
        /// Weak.
        L = "L",
    }
}

closed_set! {
    /// What a term is for. The first seven are the clocks of a petition, one row each on a day.
    Stage {
        /// Xử lý đơn: classify, propose, sign the outgoing paper.
        Processing = "xu-ly",
        /// Thụ lý: accept or refuse.
        Acceptance = "thu-ly",
        /// Giải quyết: settle.
        Settling = "giai-quyet",
        /// Gửi quyết định, kết luận.
        Sending = "gui",
        /// Công khai.
        Publication = "cong-khai",
        /// Báo động: unprocessed so long that it is a ground of discipline.
        Alarm = "bao-dong",
        /// Chuyển đơn không thuộc thẩm quyền.
        Transfer = "chuyen",
        /// Trả lời người đến trình bày.
        Reply = "tra-loi",
        /// Thông báo: any other notice.
        Notice = "thong-bao",
        /// Tiếp công dân.
        Reception = "tiep-cong-dan",
        /// Thời hiệu, thời hạn của người khiếu nại, hiệu lực.
        Remedy = "thoi-hieu",
        /// Thi hành, xử lý theo kết luận.
        Enforcement = "thi-hanh",
        /// Cấp trên xem xét, đôn đốc.
        Supervision = "giam-sat",
        /// Lưu hồ sơ, lưu đơn.
        Keeping = "luu",
    }
}

impl Stage {
    /// Whether a case has a clock for it that one [`Selector`] finds.
    pub fn is_clock(self) -> bool {
        match self {
            Self::Processing
            | Self::Acceptance
            | Self::Settling
            | Self::Sending
            | Self::Publication
            | Self::Alarm
            | Self::Transfer => true,
            Self::Reply
            | Self::Notice
            | Self::Reception
            | Self::Remedy
            | Self::Enforcement
            | Self::Supervision
            | Self::Keeping => false,
        }
    }
}

closed_set! {
    /// Lần giải quyết khiếu nại.
    Instance {
        /// Lần đầu.
        First = "lan-dau",
        /// Lần hai.
        Second = "lan-hai",
    }
}

closed_set! {
    /// Mức độ phức tạp of a case; before 01/07/2026 undefined by law for complaints, so it needs a reason and an approver.
    Complexity {
        /// Thường.
        Ordinary = "thuong",
        /// Phức tạp.
        Complex = "phuc-tap",
        /// Đặc biệt phức tạp: denunciations only.
        VeryComplex = "dac-biet-phuc-tap",
    }
}

closed_set! {
    /// How a term is counted.
    Unit {
        /// Ngày: every day counts; a last day off moves to the next working day.
        CalendarDays = "ngay",
        /// Ngày làm việc: only worked days count.
        WorkingDays = "ngay-lam-viec",
        /// Năm: the same date in a later year.
        Years = "nam",
        /// Ngay: on the day itself, or the next one that is worked.
        AtOnce = "ngay-lap-tuc",
        /// The law sets no number: a leader does.
        Unset = "khong-quy-dinh",
    }
}

closed_set! {
    /// Which way a term is counted from its base event.
    Direction {
        /// After the event: not later than.
        After = "sau",
        /// Before the event: at least so long ahead (notices of a meeting).
        Before = "truoc",
    }
}

fn after() -> Direction {
    Direction::After
}

closed_set! {
    /// The event that a term is counted from.
    BaseEvent {
        /// The petition, notice, request or decision was received.
        Receipt = "nhan",
        /// The case was accepted.
        Acceptance = "thu-ly",
        /// The decision, conclusion or notice was issued.
        Issue = "ban-hanh",
        /// The matter was settled.
        Settlement = "giai-quyet-xong",
        /// The decision took effect.
        Effect = "co-hieu-luc",
        /// The session is held.
        Session = "phien",
        /// The ground arose.
        Ground = "can-cu",
        /// The file was closed, the petition filed away.
        Closing = "ket-thuc",
    }
}

/// How far a term may be extended by a decision (quyết định gia hạn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionCap {
    /// Cases of this complexity.
    pub complexity: Complexity,
    /// How many extensions.
    pub times: u16,
    /// The longest of each, in the unit of the rule.
    pub days: u16,
}

/// One term of the law, in force from a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its identifier, never used twice ("KN1-TL-a").
    pub id: String,
    /// The term of which this row is one wording ("KN1-TL").
    pub family: String,
    /// What must be done, in words.
    pub name: String,
    /// What it is for.
    pub stage: Stage,
    /// The kind of petition it holds for; `None` is any.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// The instance it holds for; `None` is any.
    #[serde(default)]
    pub instance: Option<Instance>,
    /// Whether it is the term for vùng sâu, vùng xa.
    #[serde(default)]
    pub is_remote: bool,
    /// How many of the unit; `None` with [`Unit::AtOnce`] and [`Unit::Unset`] only.
    #[serde(default)]
    pub value: Option<u16>,
    /// How it is counted.
    pub unit: Unit,
    /// Which way it is counted.
    #[serde(default = "after")]
    pub direction: Direction,
    /// The longest term in all where the case is complex; `None` where the law makes no difference.
    #[serde(default)]
    pub complex_value: Option<u16>,
    /// When the longer term holds, in words, where that is not "vụ việc phức tạp".
    #[serde(default)]
    pub complex_when: Option<String>,
    /// Extensions by decision.
    #[serde(default)]
    pub extensions: Vec<ExtensionCap>,
    /// The event it is counted from.
    pub base: BaseEvent,
    /// That event in words.
    pub base_text: String,
    /// First day on which the base event may fall.
    pub from: NaiveDate,
    /// Last day; `None` is still in force.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Where it stands in the law.
    pub citation: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Remarks for the reader.
    #[serde(default)]
    pub note: Option<String>,
}

impl Rule {
    /// Whether the row is in force for a base event on a day.
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }

    /// Whether the longer term counts for a case of this complexity: (value, whether it is the longer one).
    pub fn value_for(&self, complexity: Complexity) -> (Option<u16>, bool) {
        match (complexity, self.complex_value) {
            (Complexity::Complex | Complexity::VeryComplex, Some(longer)) => (Some(longer), true),
            (Complexity::Ordinary | Complexity::Complex | Complexity::VeryComplex, _) => {
                (self.value, false)
            }
        }
    }

    /// The extensions that a case of this complexity may get: its own cap, or that of the next lower complexity.
    pub fn cap_for(&self, complexity: Complexity) -> Option<&ExtensionCap> {
        let caps = self.extensions.iter().filter(|cap| cap.complexity <= complexity);
        caps.max_by_key(|cap| cap.complexity)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }

    /// Whether one [`Selector`] could mean both.
    fn competes_with(&self, other: &Self) -> bool {
        let same_family = self.family == other.family;
        let same_clock = self.stage.is_clock()
            && self.stage == other.stage
            && (self.kind.is_none() || other.kind.is_none() || self.kind == other.kind)
            && (self.instance.is_none()
                || other.instance.is_none()
                || self.instance == other.instance);
        self.is_remote == other.is_remote && (same_family || same_clock) && self.overlaps(other)
    }
}

/// What a row is looked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selector {
    /// What it is for.
    pub stage: Stage,
    /// The kind of the petition.
    pub kind: Kind,
    /// Its instance; `None` finds rows that make no difference only.
    pub instance: Option<Instance>,
    /// Whether the unit lies in vùng sâu, vùng xa on that day.
    pub is_remote: bool,
    /// The day of the base event.
    pub on: NaiveDate,
}

/// The editable rows: the content of `assets/seed/rules.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleRows {
    /// The rows, in the order of the law.
    pub rule: Vec<Rule>,
}

/// The rows cannot be used as they are.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RulebookError {
    /// Two rows of one identifier.
    #[error("rule {0} stands there twice")]
    Twice(String),
    /// Two rows would hold on the same day for the same matter.
    #[error("rules {0} and {1} hold on the same day for the same matter")]
    Overlap(String, String),
    /// A term in days or years without a number, or a number where the law sets none.
    #[error("rule {0}: number and unit do not go together")]
    Value(String),
    /// It ends before it begins.
    #[error("rule {0} ends before it begins")]
    Dates(String),
    /// Nothing says where it stands in the law.
    #[error("rule {0} has no citation")]
    NoCitation(String),
    /// The term for complex cases is shorter, or a term that is counted backwards has one or is extended.
    #[error("rule {0}: the longer term or the extension makes no sense")]
    Variant(String),
}

/// The checked set of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rulebook {
    rules: Vec<Rule>,
}

impl Rulebook {
    /// Takes the rows in if they agree with each other.
    pub fn new(rows: RuleRows) -> Result<Self, RulebookError> {
        for (place, rule) in rows.rule.iter().enumerate() {
            check(rule)?;
            for earlier in &rows.rule[..place] {
                if earlier.id.eq_ignore_ascii_case(&rule.id) {
                    return Err(RulebookError::Twice(rule.id.clone()));
                }
                if earlier.competes_with(rule) {
                    return Err(RulebookError::Overlap(earlier.id.clone(), rule.id.clone()));
                }
            }
        }
        Ok(Self { rules: rows.rule })
    }

    /// All rows, in the order of the law.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The row of an identifier, any case.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.eq_ignore_ascii_case(id))
    }

    /// The row of a family on a day; where the law has no term of its own for remote places, the ordinary one.
    pub fn of_family(&self, family: &str, on: NaiveDate, is_remote: bool) -> Option<&Rule> {
        self.pick(on, is_remote, |rule| rule.family.eq_ignore_ascii_case(family))
    }

    /// The row that a clock of a case runs by; `None` where the law of the day has no such term.
    pub fn choose(&self, wanted: &Selector) -> Option<&Rule> {
        self.pick(wanted.on, wanted.is_remote, |rule| {
            rule.stage == wanted.stage
                && rule.kind.is_none_or(|kind| kind == wanted.kind)
                && rule.instance.is_none_or(|instance| Some(instance) == wanted.instance)
        })
    }

    fn pick(&self, on: NaiveDate, is_remote: bool, is: impl Fn(&Rule) -> bool) -> Option<&Rule> {
        let in_force = || self.rules.iter().filter(|rule| rule.is_in_force(on) && is(rule));
        let remote = in_force().find(|rule| rule.is_remote && is_remote);
        remote.or_else(|| in_force().find(|rule| !rule.is_remote))
    }
}

/// Whether one row makes sense by itself.
fn check(rule: &Rule) -> Result<(), RulebookError> {
    let needs_value = match rule.unit {
        Unit::CalendarDays | Unit::WorkingDays | Unit::Years => true,
        Unit::AtOnce | Unit::Unset => false,
    };
    if needs_value != rule.value.is_some_and(|value| value > 0) {
        return Err(RulebookError::Value(rule.id.clone()));
    }
    if rule.to.is_some_and(|to| to < rule.from) {
        return Err(RulebookError::Dates(rule.id.clone()));
    }
    if rule.citation.trim().is_empty() {
        return Err(RulebookError::NoCitation(rule.id.clone()));
    }
    let is_shorter = rule.complex_value.is_some_and(|longer| Some(longer) <= rule.value);
    let has_variant = rule.complex_value.is_some() || !rule.extensions.is_empty();
    if is_shorter || has_variant && (!needs_value || rule.direction == Direction::Before) {
        return Err(RulebookError::Variant(rule.id.clone()));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
