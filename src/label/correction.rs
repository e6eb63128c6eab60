//! Corrections in plain Vietnamese: which field said what, and what it says now.

use super::{channel, date, field};
use crate::app::error::CorrectionRefused;
use crate::domain::correction::step::{StepCorrection, StepFault};
use crate::domain::correction::{Change, CorrectedField, Correction, Kept};
use crate::domain::petition::{Channel, Field};

/// A text longer than this is shown only where it differs, in characters.
const WHOLE_CHARS: usize = 120;
/// Words that are shown on each side of a difference.
const WORDS_AROUND: usize = 4;

/// The name of a field, within a sentence.
fn corrected_field(field: CorrectedField) -> &'static str {
    match field {
        CorrectedField::ReceivedOn => "ngày nhận",
        CorrectedField::WrittenOn => "ngày ghi trong đơn",
        CorrectedField::Channel => "nguồn đơn",
        CorrectedField::FromBody => "cơ quan chuyển",
        CorrectedField::Name => "họ tên người gửi",
        CorrectedField::IdentityNumber => "số CCCD/CMND",
        CorrectedField::Phone => "điện thoại",
        CorrectedField::Address => "địa chỉ",
        CorrectedField::Ward => "phường/xã",
        CorrectedField::GroupSize => "số người",
        CorrectedField::Field => "lĩnh vực",
        CorrectedField::Respondent => "người bị khiếu nại, tố cáo",
        CorrectedField::Content => "nội dung",
        CorrectedField::Enclosures => "giấy tờ kèm theo",
        CorrectedField::HasOriginals => "bản gốc phải trả lại",
        CorrectedField::Note => "ghi chú",
    }
}

/// What was corrected, and why.
pub(super) fn correction(correction: &Correction) -> String {
    let changes: Vec<String> = correction.changes.iter().map(change).collect();
    format!("Sửa {}{}", changes.join("; "), because(&correction.reason))
}

/// Why; nothing where the reader may not know.
fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(", lý do: {reason}") }
}

/// What of a step was corrected, and why.
pub(super) fn step_correction(correction: &StepCorrection) -> String {
    let (was, now) = (&correction.was, &correction.now);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let parts = [
        ("ngày", date(was.on), date(now.on)),
        ("số văn bản", text(&was.number), text(&now.number)),
        ("người ký", text(&was.signer), text(&now.signer)),
    ];
    let changed = parts.into_iter().filter(|(_, was, now)| was != now);
    let told: Vec<String> =
        changed.map(|(what, was, now)| format!("{what}: “{was}” thành “{now}”")).collect();
    format!("Sửa bước ngày {}: {}{}", date(was.on), told.join("; "), because(&correction.reason))
}

/// Why a step was not corrected.
pub fn step_fault(fault: StepFault) -> String {
    match fault {
        StepFault::NoStep => "Dòng này không phải là một bước sửa được.".into(),
        StepFault::Nothing => "Chưa có ô nào khác với điều đang ghi.".into(),
        StepFault::OutOfPlace(from, to) if from == to => {
            format!("Bước này chỉ có thể vào ngày {}: ngày của bước trước và bước sau.", date(from))
        }
        StepFault::OutOfPlace(from, to) => format!(
            "Ngày phải từ {} đến {}: giữa bước trước và bước sau của đơn.",
            date(from),
            date(to)
        ),
        StepFault::Blank => "Văn bản phải có số và người ký.".into(),
    }
}

/// Why nothing was corrected.
pub fn correction_refusal(reason: CorrectionRefused) -> String {
    match reason {
        CorrectionRefused::Nothing => "Chưa có ô nào khác với điều đang ghi.".into(),
        CorrectionRefused::ReceiptOfAnotherYear(year) => {
            format!("Số đơn thuộc sổ năm {year}: ngày nhận phải trong năm {year}.")
        }
        CorrectionRefused::ReceiptAfterStep(day) => {
            format!("Đơn đã được xử lý từ ngày {}: ngày nhận không thể sau ngày đó.", date(day))
        }
    }
}

/// The old value that is kept under seal.
pub fn kept(kept: &Kept) -> String {
    format!("{}: {}", corrected_field(kept.field), value(kept.field, kept.old.as_deref()))
}

fn change(change: &Change) -> String {
    let name = corrected_field(change.field);
    let Some(values) = &change.values else {
        return format!("{name} (giá trị được giữ bí mật)");
    };
    let (old, new) = match (&values.old, &values.new) {
        (Some(old), Some(new)) => differing(old, new),
        (old, new) => (old.clone(), new.clone()),
    };
    let (old, new) = (value(change.field, old.as_deref()), value(change.field, new.as_deref()));
    format!("{name}: {old} thành {new}")
}

/// A value as pages write it.
fn value(of: CorrectedField, text: Option<&str>) -> String {
    let Some(text) = text else { return "(không ghi)".into() };
    let words = match of {
        CorrectedField::ReceivedOn | CorrectedField::WrittenOn => text.parse().ok().map(date),
        CorrectedField::Channel => Channel::from_code(text).map(|one| channel(one).to_owned()),
        CorrectedField::Field => Field::from_code(text).map(|one| field(one).to_owned()),
        CorrectedField::HasOriginals => Some("có".to_owned()),
        CorrectedField::FromBody
        | CorrectedField::Name
        | CorrectedField::IdentityNumber
        | CorrectedField::Phone
        | CorrectedField::Address
        | CorrectedField::Ward
        | CorrectedField::GroupSize
        | CorrectedField::Respondent
        | CorrectedField::Content
        | CorrectedField::Enclosures
        | CorrectedField::Note => None,
    };
    format!("“{}”", words.as_deref().unwrap_or(text))
}

/// Two long texts from shortly before their first difference to shortly after the last; short ones whole.
fn differing(old: &str, new: &str) -> (Option<String>, Option<String>) {
    let is_short = |text: &str| text.chars().count() <= WHOLE_CHARS;
    if is_short(old) && is_short(new) {
        return (Some(old.to_owned()), Some(new.to_owned()));
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - before;
    let after = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (before, after) =
        (before.saturating_sub(WORDS_AROUND), after.min(rest).saturating_sub(WORDS_AROUND));
    let part = |words: &[&str]| {
        let middle = words.get(before..words.len() - after).unwrap_or_default().join(" ");
        let (start, end) = (if before > 0 { "… " } else { "" }, if after > 0 { " …" } else { "" });
        Some(format!("{start}{middle}{end}"))
    };
    (part(&old), part(&new))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::correction::Values;

    fn told(field: CorrectedField, old: Option<&str>, new: Option<&str>) -> String {
        let values = Values { old: old.map(Into::into), new: new.map(Into::into) };
        change(&Change { field, values: Some(values) })
    }

    #[test]
    fn a_correction_reads_as_the_office_says_it() {
        let change = |field, old: &str, new: &str| Change {
            field,
            values: Some(Values { old: Some(old.into()), new: Some(new.into()) }),
        };
        let whole = Correction {
            changes: vec![
                change(CorrectedField::Address, "12 Lê Lợi", "21 Lê Lợi"),
                change(CorrectedField::ReceivedOn, "2018-02-03", "2018-02-02"),
                Change { field: CorrectedField::Name, values: None },
            ],
            reason: "gõ nhầm".into(),
        };
        assert_eq!(
            correction(&whole),
            "Sửa địa chỉ: “12 Lê Lợi” thành “21 Lê Lợi”; ngày nhận: “03/02/2018” thành \
             “02/02/2018”; họ tên người gửi (giá trị được giữ bí mật), lý do: gõ nhầm"
        );
        assert_eq!(
            told(CorrectedField::HasOriginals, None, Some("1")),
            "bản gốc phải trả lại: (không ghi) thành “có”"
        );
        assert_eq!(
            told(CorrectedField::Field, Some("dat-dai"), None),
            "lĩnh vực: “Đất đai” thành (không ghi)"
        );
    }

    #[test]
    fn long_texts_show_where_they_differ() {
        let long = |word: &str| {
            format!("{} {word} {}", "đầu ".repeat(40).trim(), "cuối ".repeat(40).trim())
        };
        assert_eq!(
            differing(&long("mười hai"), &long("mười ba")),
            (
                Some("… đầu đầu đầu mười hai cuối cuối cuối cuối …".into()),
                Some("… đầu đầu đầu mười ba cuối cuối cuối cuối …".into())
            )
        );
        let once = "một ".repeat(50);
        let (old, new) = differing(once.trim(), &format!("{once}một"));
        assert_eq!(
            (old.as_deref(), new.as_deref()),
            (Some("… một một một một"), Some("… một một một một một"))
        );
    }
}
