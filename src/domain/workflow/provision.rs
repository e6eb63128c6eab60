//! What the law allows or asks for in a move, as dated rows with their article.
//!
//! Owns [`Provisions`] (seed: `assets/seed/provisions.toml`): a move is possible, or a condition asked for, while a row
//! of its provision is in force; a refusal quotes that row. No date and no article stands in code.
//! Invariant: every provision has a row, and at most one on a day. Called by `decide` only.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::petition::{Kind, closed_set};
use crate::domain::rulebook::Confidence;

closed_set! {
    /// One thing that the law says of the moves.
    Provision {
        /// The order in which a petition is handled.
        HandlingOrder = "trinh-tu-xu-ly",
        /// Who may do what.
        CompetentPerson = "tham-quyen",
        /// What is eligible, and why a petition is filed away.
        Eligibility = "dieu-kien-xu-ly",
        /// What lies within competence is settled, what does not is not.
        Competence = "thuoc-tham-quyen",
        /// A petition of several contents is split.
        Splitting = "tach-don",
        /// An anonymous denunciation is not settled as one.
        AnonymousDenunciation = "to-cao-nac-danh",
        /// An anonymous denunciation with a clear violator and evidence is looked into as information.
        AnonymousInformation = "to-cao-nac-danh-co-bang-chung",
        /// Grounds to refuse a complaint.
        RefuseComplaint = "khong-thu-ly-khieu-nai",
        /// Grounds to refuse a denunciation, Act of 2018.
        RefuseDenunciation = "khong-thu-ly-to-cao",
        /// Grounds to refuse a denunciation, Act of 2011.
        RefuseDenunciation2011 = "khong-thu-ly-to-cao-2011",
        /// A suggestion is answered, not refused.
        AnswerSuggestion = "tra-loi-kien-nghi",
        /// Guidance on one matter is given once.
        GuideOnce = "huong-dan-mot-lan",
        /// A denunciation is forwarded; its sender is guided when present only.
        ForwardDenunciation = "chuyen-to-cao",
        /// A complaint that is not ours is guided, not forwarded.
        GuideComplaint = "huong-dan-khieu-nai",
        /// A complaint that a body forwarded wrongly goes back to it.
        ReturnPetition = "tra-lai-don",
        /// The order in which a complaint is settled.
        SettleComplaint = "trinh-tu-khieu-nai",
        /// The order in which a denunciation is settled.
        SettleDenunciation = "trinh-tu-to-cao",
        /// Dialogue at the first instance, where views still differ.
        DialogueFirst = "doi-thoai-lan-dau",
        /// Dialogue at the second instance, always.
        DialogueSecond = "doi-thoai-lan-hai",
        /// Settling of a complaint may rest.
        SuspendComplaint = "tam-dinh-chi-khieu-nai",
        /// Settling of a denunciation may rest.
        SuspendDenunciation = "tam-dinh-chi-to-cao",
        /// Settling of a complaint is discontinued.
        DiscontinueComplaint = "dinh-chi-khieu-nai",
        /// Settling of a denunciation is discontinued.
        DiscontinueDenunciation = "dinh-chi-to-cao",
        /// A complaint is withdrawn in part.
        WithdrawComplaintInPart = "rut-mot-phan-khieu-nai",
        /// A complaint that was withdrawn under pressure goes on.
        ReopenComplaint = "mo-lai-khieu-nai-da-rut",
        /// A denunciation is withdrawn in part.
        WithdrawDenunciationInPart = "rut-mot-phan-to-cao",
        /// A withdrawn denunciation is settled all the same.
        GoOnDenunciation = "tiep-tuc-to-cao-da-rut",
        /// The complexity of a complaint is recorded in writing, by criteria.
        ComplexComplaint = "phuc-tap-khieu-nai",
        /// The complexity of a denunciation goes by criteria.
        ComplexDenunciation = "phuc-tap-to-cao",
        /// A longer term is approved before the end of the term.
        LongerTerm = "keo-dai-thoi-han",
        /// A complaint goes to the second instance, once.
        SecondInstance = "khieu-nai-lan-hai",
        /// A denunciation goes on to the superior.
        ContinuedDenunciation = "to-cao-tiep",
        /// A decision takes effect before it is enforced.
        EffectOfDecision = "hieu-luc-quyet-dinh",
        /// Complaint: the decision is sent and made public before the file closes.
        CloseComplaint = "ket-thuc-khieu-nai",
        /// Denunciation: the conclusion is sent and made public before the file closes.
        CloseDenunciation = "ket-thuc-to-cao",
    }
}

impl Provision {
    /// The order in which a matter of a kind is settled.
    pub fn settling(kind: Kind) -> Self {
        match kind {
            Kind::Complaint => Self::SettleComplaint,
            Kind::Denunciation => Self::SettleDenunciation,
            Kind::Suggestion => Self::AnswerSuggestion,
        }
    }

    /// What must be done before the file of a kind closes.
    pub fn closing(kind: Kind) -> Self {
        match kind {
            Kind::Complaint => Self::CloseComplaint,
            Kind::Denunciation => Self::CloseDenunciation,
            Kind::Suggestion => Self::AnswerSuggestion,
        }
    }
}

/// One provision in force from a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionRow {
    /// Which.
    pub provision: Provision,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` is still in force.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Where it stands in the law.
    pub citation: String,
    /// How sure it is.
    pub confidence: Confidence,
}

impl ProvisionRow {
    fn is_in_force(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

/// The editable rows: the content of `assets/seed/provisions.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionRows {
    /// The rows.
    pub provision: Vec<ProvisionRow>,
}

/// The rows cannot be used as they are.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProvisionError {
    /// A provision without a row: no refusal could quote it.
    #[error("provision {0:?} has no row")]
    NoRow(Provision),
    /// Two rows on one day.
    #[error("provision {0:?} has two rows on {1}")]
    Overlap(Provision, NaiveDate),
    /// Nothing says where it stands, or it ends before it begins.
    #[error("provision {0:?}: no citation, or dates that make no sense")]
    Row(Provision),
}

/// The checked set of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provisions {
    rows: Vec<ProvisionRow>,
}

impl Provisions {
    /// Takes the rows in if they agree with each other.
    pub fn new(rows: ProvisionRows) -> Result<Self, ProvisionError> {
        let mut rows = rows.provision;
        rows.sort_by_key(|row| (row.provision, row.from));
        if let Some(row) = rows
            .iter()
            .find(|row| row.citation.trim().is_empty() || row.to.is_some_and(|to| to < row.from))
        {
            return Err(ProvisionError::Row(row.provision));
        }
        for pair in rows.windows(2) {
            if let [earlier, later] = pair
                && earlier.provision == later.provision
                && earlier.is_in_force(later.from)
            {
                return Err(ProvisionError::Overlap(later.provision, later.from));
            }
        }
        let has_row = |wanted: &&Provision| rows.iter().any(|row| row.provision == **wanted);
        if let Some(missing) = Provision::ALL.iter().find(|wanted| !has_row(wanted)) {
            return Err(ProvisionError::NoRow(*missing));
        }
        Ok(Self { rows })
    }

    /// Whether it holds on a day.
    pub fn holds(&self, provision: Provision, on: NaiveDate) -> bool {
        self.rows.iter().any(|row| row.provision == provision && row.is_in_force(on))
    }

    /// Where it stands: the row of the day, otherwise the last one before it, otherwise the first one after it.
    pub fn citation(&self, provision: Provision, on: NaiveDate) -> &str {
        let rows = || self.rows.iter().filter(|row| row.provision == provision);
        let row = rows().rfind(|row| row.from <= on).or_else(|| rows().next());
        row.map_or(provision.code(), |row| row.citation.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> ProvisionRows {
        toml::from_str(include_str!("../../../assets/seed/provisions.toml")).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_provision_holds_from_its_day_and_is_quoted_before_and_after() {
        let law = Provisions::new(rows()).unwrap();
        let suspend = Provision::SuspendComplaint;
        assert!(!law.holds(suspend, day("2026-06-30")) && law.holds(suspend, day("2026-07-01")));
        assert_eq!(law.citation(suspend, day("2018-01-01")), "LKN Đ.11a; NĐ 155/2026 Đ.12");
        let back = Provision::ReturnPetition;
        assert!(law.holds(back, day("2021-11-14")) && !law.holds(back, day("2021-11-15")));
        assert_eq!(law.citation(back, day("2026-01-01")), "TT 07/2014 (Mẫu 04-XLĐ)");
        let order = |on| law.citation(Provision::HandlingOrder, day(on)).to_owned();
        assert!(order("2021-11-14").starts_with("TT 07/2014"));
        assert_eq!(order("2021-11-15"), "TT 05/2021 Đ.6");
    }

    #[test]
    fn rows_that_do_not_agree_are_not_taken() {
        let first = rows().provision[0].clone();
        let without = |gone: Provision| {
            let mut rows = rows();
            rows.provision.retain(|row| row.provision != gone);
            Provisions::new(rows)
        };
        assert_eq!(without(first.provision), Err(ProvisionError::NoRow(first.provision)));
        let with = |row: ProvisionRow| {
            let mut rows = rows();
            rows.provision.push(row);
            Provisions::new(rows)
        };
        let overlap = ProvisionError::Overlap(first.provision, first.from);
        assert_eq!(with(first.clone()), Err(overlap));
        let wrong = Err(ProvisionError::Row(first.provision));
        let ends_first = ProvisionRow { to: first.from.pred_opt(), ..first.clone() };
        assert_eq!(with(ends_first), wrong);
        assert_eq!(with(ProvisionRow { citation: " ".into(), ..first }), wrong);
    }
}
