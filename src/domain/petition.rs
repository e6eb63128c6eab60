//! Đơn: one paper or oral submission, received on one day from one sender or group.
//!
//! Owns what is known of a petition and the closed sets it is sorted by. How a petition changes is in `event`;
//! who may see it in `permission`; the denouncer's identity is kept apart in `confidential`.
//! Law: Thông tư 05/2021/TT-TTCP Đ.6; Luật Khiếu nại 2011; Luật Tố cáo 2018.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, BatchId, PetitionId, UnitId};
use super::person::Petitioner;
use super::rulebook::Instance;
use super::seal::Protection;
use super::workflow::case::Case;
use super::workflow::petition::Paper;

/// Declares a closed set whose members have a stable code (in addresses and exports) and are listed in full.
macro_rules! closed_set {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every member, in the order that pages list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code: in addresses, exports and scripts.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The member with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.code() == code)
            }

            /// Position in the set: what the covering table keeps. Members are only ever appended.
            pub fn index(self) -> u8 {
                self as u8
            }

            /// The member at a position.
            pub fn from_index(index: u8) -> Option<Self> {
                Self::ALL.get(usize::from(index)).copied()
            }
        }
    };
}
pub(crate) use closed_set;

closed_set! {
    /// Nội dung đơn (TT 05/2021 Đ.6): what the sender asks for.
    Kind {
        /// Khiếu nại: against a decision or act that touches the sender.
        Complaint = "KN",
        /// Tố cáo: of a breach of law; the sender's identity is protected (LTC 2018 Đ.8, 47–58).
        Denunciation = "TC",
        /// Kiến nghị, phản ánh: a proposal or a report of a state of things.
        Suggestion = "KNPA",
    }
}

closed_set! {
    /// How the petition came in (TT 07/2014 Đ.5).
    Channel {
        /// Trực tiếp: handed over at the counter.
        Counter = "truc-tiep",
        /// Bưu điện: by post.
        Post = "buu-dien",
        /// Tiếp công dân: at a reception session.
        Reception = "tiep-cong-dan",
        /// Cơ quan khác chuyển đến: forwarded by another body, which is named beside it.
        Forwarded = "co-quan-chuyen",
        /// Lãnh đạo chuyển: handed down by a leader.
        Leader = "lanh-dao-chuyen",
        /// Trực tuyến: portal or mail.
        Online = "truc-tuyen",
    }
}

/// Nguồn đơn: the channel, and who forwarded it where another body did.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// How it came in.
    pub channel: Channel,
    /// The body that forwarded it ("Thanh tra tỉnh"); only with [`Channel::Forwarded`] and [`Channel::Leader`].
    pub from_body: Option<String>,
}

closed_set! {
    /// Lĩnh vực: fine enough to feed the tables of TT 03/2013, TT 02/2021 and TT 01/2024.
    Field {
        /// Đất đai: grant, recovery, boundary, certificate.
        Land = "dat-dai",
        /// Bồi thường, giải tỏa, tái định cư.
        LandCompensation = "boi-thuong",
        /// Nhà ở, tài sản.
        Housing = "nha-tai-san",
        /// Trật tự xây dựng, đô thị.
        Construction = "xay-dung-do-thi",
        /// Môi trường.
        Environment = "moi-truong",
        /// Chế độ, chính sách xã hội.
        Policy = "che-do-chinh-sach",
        /// Chế độ công chức, viên chức.
        CivilServantPolicy = "che-do-cong-chuc",
        /// Công chức, công vụ: how officials act.
        CivilService = "cong-vu",
        /// Tham nhũng.
        Corruption = "tham-nhung",
        /// Tư pháp.
        Judicial = "tu-phap",
        /// Đảng, đoàn thể.
        Party = "dang-doan-the",
        /// Chính trị, văn hóa, xã hội khác.
        SocioCultural = "van-hoa-xa-hoi",
        /// Khác.
        Other = "khac",
    }
}

closed_set! {
    /// The two ways in which a leader gives a case to a unit.
    AssignmentMode {
        /// "Thụ lý giải quyết": the unit settles and owns the legal clock.
        Settle = "giai-quyet",
        /// "Kiểm tra, tham mưu, đề xuất": the unit advises, the chairman settles.
        VerifyAndAdvise = "tham-muu",
    }
}

closed_set! {
    /// Where the handling of the paper stands. Derived from the history, never set by hand.
    Status {
        /// Mới tiếp nhận: registered, not yet given to a unit.
        Received = "moi-tiep-nhan",
        /// Đang giải quyết: a unit holds it.
        Assigned = "dang-giai-quyet",
        /// Đã giải quyết: a result was issued.
        Resolved = "da-giai-quyet",
        /// Lưu đơn: filed away without handling (anonymous, not eligible).
        FiledAway = "luu-don",
        /// Không thụ lý: refused with a ground of the law.
        Refused = "khong-thu-ly",
        /// Hướng dẫn: the sender was shown the competent body.
        Guided = "huong-dan",
        /// Chuyển đơn: forwarded to the competent body.
        Forwarded = "chuyen-don",
        /// Đôn đốc: the body that is late was urged.
        Urged = "don-doc",
        /// Trả lại đơn: given back to the body that forwarded it.
        Returned = "tra-lai",
        /// Tách đơn: its contents go on as petitions of their own.
        Split = "tach-don",
        /// Đình chỉ: settling ended without a result.
        Discontinued = "dinh-chi",
    }
}

impl Status {
    /// Whether somebody still has to act on the petition.
    pub fn is_open(self) -> bool {
        match self {
            Self::Received | Self::Assigned => true,
            Self::Resolved
            | Self::FiledAway
            | Self::Refused
            | Self::Guided
            | Self::Forwarded
            | Self::Urged
            | Self::Returned
            | Self::Split
            | Self::Discontinued => false,
        }
    }
}

closed_set! {
    /// What kind of paper ended the handling.
    ResultKind {
        /// Quyết định giải quyết (QĐ).
        Decision = "QD",
        /// Kết luận nội dung tố cáo (KL).
        Conclusion = "KL",
        /// Văn bản trả lời (CV).
        Reply = "CV",
        /// Thông báo (TB).
        Notice = "TB",
    }
}

/// A document by its number and date, as it is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentMention {
    /// Number with its signs, as text (`145/UBND-TD`).
    pub number: String,
    /// Date of issue, where it is known.
    #[serde(with = "crate::domain::day::option")]
    pub dated: Option<NaiveDate>,
}

/// How the handling ended: the document and its day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Outcome {
    /// What kind of paper.
    pub kind: ResultKind,
    /// The paper.
    pub document: DocumentMention,
}

/// Who holds the petition, and on what terms.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Assignment {
    /// The unit it was given to.
    pub unit: UnitId,
    /// On which of the two terms; older books do not always say.
    pub mode: Option<AssignmentMode>,
    /// The paper by which it was given.
    pub document: Option<DocumentMention>,
    /// The day by which the unit must answer, as the assigning paper says.
    #[serde(with = "crate::domain::day::option")]
    pub due_on: Option<NaiveDate>,
}

/// Where an imported petition came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The import that brought it in.
    pub batch: BatchId,
    /// Name of the file, without its folder.
    pub file: String,
    /// Name of the sheet, as the file writes it.
    pub sheet: String,
    /// Row in the sheet, counted from 1 as spreadsheets show it.
    pub row: u32,
}

/// What the intake writes down of a petition: the facts on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the sender asks for.
    pub kind: Kind,
    /// The legal day of receipt; the day of entry is on the event.
    pub received_on: NaiveDate,
    /// The day written in the petition, where there is one.
    pub written_on: Option<NaiveDate>,
    /// How it came in, where the book says.
    pub source: Option<Source>,
    /// Who sent it; `None` is anonymous (đơn nặc danh).
    pub petitioner: Option<Petitioner>,
    /// How many people signed or are spoken for, at least 1.
    pub group_size: u32,
    /// The matter, as the book tells it.
    pub content: String,
    /// Field, where it has been classified.
    pub field: Option<Field>,
    /// Who or what the petition is against (người bị khiếu nại, bị tố cáo).
    pub respondent: Option<String>,
    /// Papers that came with it.
    pub enclosures: Option<String>,
    /// Originals among them must be returned (TT 07/2014 Đ.6).
    pub has_originals: bool,
    /// The officer's remark.
    pub note: Option<String>,
}

/// A petition as it stands: its facts and where its history has brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Petition {
    /// Year and number in the book.
    pub id: PetitionId,
    /// Counts the events so far: a form made from an older one is out of date.
    pub revision: u32,
    /// What the paper says.
    pub facts: Facts,
    /// The number by which a protected sender is spoken of, within the year.
    pub seal: Option<u32>,
    /// Why the sender is protected, and who may know.
    pub protection: Protection,
    /// Where an import found it.
    pub origin: Option<Origin>,
    /// Who registered it; `None` for an import from the console.
    pub entered_by: Option<AccountId>,
    /// Who holds it.
    pub assignment: Option<Assignment>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The handling of the paper, step by step.
    pub paper: Paper,
    /// The settling of the matter, once it was given to a unit.
    pub case: Option<Case>,
    /// The day that counts for it, as it was reckoned at the last change of the petition or, while it is open, of the law
    /// ([`due_on`](super::workflow::due_on)); `None` where no term is known, or while the case rests.
    pub due_on: Option<NaiveDate>,
}

impl Petition {
    /// A petition before anything has happened to it.
    pub fn before(
        id: PetitionId,
        facts: Facts,
        origin: Option<Origin>,
        entered_by: Option<AccountId>,
    ) -> Self {
        Self {
            id,
            revision: 0,
            facts,
            seal: None,
            protection: Protection::default(),
            origin,
            entered_by,
            assignment: None,
            outcome: None,
            paper: Paper::default(),
            case: None,
            due_on: None,
        }
    }

    /// What it asks for: as it was classified, before that as the intake wrote it down.
    pub fn kind(&self) -> Kind {
        self.paper.classification.as_ref().map_or(self.facts.kind, |found| found.kind)
    }

    /// The order in which it is settled. A denunciation without a name is none (LTC 2018 Đ.25(2)): where it names the
    /// violator and has evidence it is looked into as information, and answered like a report of a state of things.
    pub fn settled_as(&self) -> Kind {
        let is_nameless =
            self.paper.classification.as_ref().is_some_and(|found| found.is_anonymous);
        let kind = self.kind();
        if kind == Kind::Denunciation && is_nameless { Kind::Suggestion } else { kind }
    }

    /// Its field: as it was classified, before that as the intake wrote it down.
    pub fn field(&self) -> Option<Field> {
        self.paper.classification.as_ref().map(|found| found.field).or(self.facts.field)
    }

    /// Lần giải quyết: the first where nothing else was found.
    pub fn instance(&self) -> Instance {
        self.paper.classification.as_ref().map_or(Instance::First, |found| found.round.instance())
    }

    /// The unit that holds it.
    pub fn unit(&self) -> Option<UnitId> {
        self.assignment.as_ref().map(|a| a.unit)
    }

    /// Whether the sender's identity is under seal: every denunciation's is until that is lifted (LTC 2018 Đ.56).
    pub fn is_sealed(&self) -> bool {
        self.seal.is_some()
    }
}

/// A group of this many people or more is a large group (đoàn đông người, LTCD 2013 Đ.29).
pub const LARGE_GROUP: u32 = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_positions_lead_back_to_their_member() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(*kind));
            assert_eq!(Kind::from_index(kind.index()), Some(*kind));
        }
        assert_eq!(Field::from_index(200), None);
        assert_eq!(Status::from_code("khac"), None);
    }
}
