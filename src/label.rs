//! The words on screen for the closed sets of the domain, and dates as the office writes them.
//!
//! One owner for every label: pages, Excel and the command line take them from here.

mod account;
mod correction;
mod deadline;
mod happening;
mod journal;
pub mod law;
mod ledger;
mod unit;
mod workflow;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Weekday};

use crate::app::error::{Refused, UndoObstacle};
use crate::domain::listing::{DueFilter, SortColumn, StatusFilter, StatusGroup};
use crate::domain::permission::Role;
use crate::domain::petition::{
    AssignmentMode, Channel, DocumentMention, Field, Kind, Outcome, ResultKind, Source, Status,
};
use crate::domain::text::TextError;
use crate::search::Hint;
use crate::store::petition::{ListRow, ListSender};
use crate::store::seal::SealFault;

pub use account::{browser, tenure};
use account::{tenure_fault, wait, weak_password};
pub use correction::{correction_refusal, kept, step_fault};
pub use deadline::*;
pub use happening::{happening, proposal};
pub use journal::{act, act_kind, who};
pub use ledger::*;
pub use unit::*;
pub use workflow::*;

/// The name of a kind.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Complaint => "Khiếu nại",
        Kind::Denunciation => "Tố cáo",
        Kind::Suggestion => "Kiến nghị, phản ánh",
    }
}

/// The abbreviation of a kind, as lists have room for.
pub fn kind_short(kind: Kind) -> &'static str {
    kind.code()
}

/// The name of a state.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Received => "Mới tiếp nhận",
        Status::Assigned => "Đang giải quyết",
        Status::Resolved => "Đã giải quyết",
        Status::FiledAway => "Lưu đơn",
        Status::Refused => "Không thụ lý",
        Status::Guided => "Đã hướng dẫn",
        Status::Forwarded => "Đã chuyển",
        Status::Urged => "Đã đôn đốc",
        Status::Returned => "Đã trả lại",
        Status::Split => "Đã tách đơn",
        Status::Discontinued => "Đình chỉ",
    }
}

/// The name of a state filter.
pub fn status_filter(filter: StatusFilter) -> &'static str {
    match filter {
        StatusFilter::One(one) => status(one),
        StatusFilter::Group(StatusGroup::Open) => "Chưa xong",
        StatusFilter::Group(StatusGroup::Closed) => "Đã xong",
    }
}

/// The name of a due filter.
pub fn due_filter(filter: DueFilter) -> &'static str {
    match filter {
        DueFilter::Overdue => "Quá hạn",
        DueFilter::Soon => "Sắp đến hạn",
        DueFilter::Undated => "Chưa có hạn",
    }
}

/// The name of a field.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Land => "Đất đai",
        Field::LandCompensation => "Bồi thường, giải tỏa, tái định cư",
        Field::Housing => "Nhà ở, tài sản",
        Field::Construction => "Trật tự xây dựng, đô thị",
        Field::Environment => "Môi trường",
        Field::Policy => "Chế độ, chính sách xã hội",
        Field::CivilServantPolicy => "Chế độ công chức, viên chức",
        Field::CivilService => "Công chức, công vụ",
        Field::Corruption => "Tham nhũng",
        Field::Judicial => "Tư pháp",
        Field::Party => "Đảng, đoàn thể",
        Field::SocioCultural => "Chính trị, văn hóa, xã hội khác",
        Field::Other => "Khác",
    }
}

/// The name of a channel.
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Counter => "Trực tiếp",
        Channel::Post => "Bưu điện",
        Channel::Reception => "Tiếp công dân",
        Channel::Forwarded => "Cơ quan khác chuyển",
        Channel::Leader => "Lãnh đạo chuyển",
        Channel::Online => "Trực tuyến",
    }
}

/// A source as the book writes it ("Thanh tra tỉnh chuyển").
pub fn source(source: &Source) -> String {
    match (source.channel, &source.from_body) {
        (Channel::Forwarded | Channel::Leader, Some(body)) => format!("{body} chuyển"),
        (channel_, None) => channel(channel_).to_owned(),
        (channel_, Some(body)) => format!("{} ({body})", channel(channel_)),
    }
}

/// The name of a way of assigning.
pub fn mode(mode: AssignmentMode) -> &'static str {
    match mode {
        AssignmentMode::Settle => "thụ lý giải quyết",
        AssignmentMode::VerifyAndAdvise => "kiểm tra, tham mưu, đề xuất",
    }
}

/// The name of a result paper.
pub fn result_kind(kind: ResultKind) -> &'static str {
    match kind {
        ResultKind::Decision => "Quyết định",
        ResultKind::Conclusion => "Kết luận",
        ResultKind::Reply => "Văn bản trả lời",
        ResultKind::Notice => "Thông báo",
    }
}

/// A result as it is quoted ("Quyết định số 2255 ngày 12/04/2017").
pub fn outcome(outcome: &Outcome) -> String {
    let number = if outcome.document.number.is_empty() { "" } else { "số " };
    format!("{} {number}{}", result_kind(outcome.kind), document(&outcome.document))
}

/// A document as it is quoted ("1501/PC-BTCD ngày 05/01/2017").
pub fn document(document: &DocumentMention) -> String {
    match document.dated {
        Some(dated) if document.number.is_empty() => format!("ngày {}", date(dated)),
        Some(dated) => format!("{} ngày {}", document.number, date(dated)),
        None => document.number.clone(),
    }
}

/// The name of a role.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::IntakeOfficer => "Cán bộ tiếp nhận",
        Role::DeskOfficer => "Người xử lý đơn",
        Role::DeskHead => "Lãnh đạo Ban Tiếp công dân",
        Role::Leader => "Lãnh đạo UBND",
        Role::UnitOfficer => "Chuyên viên đơn vị",
        Role::UnitHead => "Lãnh đạo đơn vị",
        Role::Inspector => "Thanh tra",
        Role::Administrator => "Quản trị (CNTT)",
    }
}

/// The heading of a column that sorts.
pub fn sort_column(column: SortColumn) -> &'static str {
    match column {
        SortColumn::Number => "Số đơn",
        SortColumn::Received => "Nhận",
        SortColumn::Sender => "Người gửi",
        SortColumn::Content => "Nội dung",
        SortColumn::Kind => "Loại",
        SortColumn::Unit => "Đang ở",
        SortColumn::Due => "Hạn",
        SortColumn::Status => "Trạng thái",
    }
}

/// How a protected sender is spoken of ("Công dân TC-2017-0012"), by the kind of the petition.
pub fn sealed(kind: Kind, year: u16, number: u32) -> String {
    format!("Công dân {}-{year}-{number:04}", kind.code())
}

/// The sender of a list row, as far as a list may show.
pub fn sender(row: &ListRow) -> String {
    match &row.sender {
        ListSender::Anonymous => "Đơn nặc danh".into(),
        ListSender::Named(name) => name.clone(),
        ListSender::Sealed(number) => sealed(row.kind, row.id.year, *number),
    }
}

/// Why a typed text was not accepted.
pub fn text_error(error: &TextError) -> String {
    match error {
        TextError::Empty => "Chưa nhập.".into(),
        TextError::TooLong { max } => format!("Dài quá {} ký tự.", count(*max as u64)),
    }
}

/// Why the rules refuse a request.
pub fn refusal(reason: &Refused) -> String {
    match reason {
        Refused::UserNameTaken => "Tên đăng nhập này đã có người dùng.".into(),
        Refused::BadUserName => "Tên đăng nhập phải có chữ và không có dấu cách.".into(),
        Refused::WeakPassword(weakness) => weak_password(*weakness),
        Refused::WrongCredentials => "Tên đăng nhập hoặc mật khẩu không đúng.".into(),
        Refused::WrongPassword => "Mật khẩu hiện nay không đúng.".into(),
        Refused::TooManyTries(seconds) => format!(
            "Đã nhập sai quá nhiều lần từ máy này hoặc mạng này. Chờ {} rồi thử lại; chờ xong, mật khẩu đúng vẫn vào được.",
            wait(*seconds)
        ),
        Refused::NoPostToday => {
            "Tài khoản hiện không giữ vai trò nào. Đề nghị người quản trị giao vai trò.".into()
        }
        Refused::WrongCode => "Mã không đúng, hoặc đã dùng rồi: chờ mã tiếp theo.".into(),
        Refused::SignInLapsed => "Đã quá lâu hoặc quá nhiều mã sai: hãy đăng nhập lại.".into(),
        Refused::Tenure(fault) => tenure_fault(*fault),
        Refused::PostNeedsUnit => "Vai trò này thuộc một đơn vị: hãy chọn đơn vị.".into(),
        Refused::NoPost => "Chưa chọn vai trò.".into(),
        Refused::LastAdministrator(day) => format!(
            "Đây là quản trị viên cuối cùng: từ ngày {} sẽ không còn ai quản trị. \
             Giao vai trò Quản trị cho người khác trước.",
            date(*day)
        ),
        Refused::SetupClosed => {
            "Liên kết khởi tạo đã dùng hoặc không đúng. Khởi động lại máy chủ để có liên kết mới \
             nếu chưa có tài khoản nào."
                .into()
        }
        Refused::UnitNameTaken => "Đã có đơn vị mang tên này.".into(),
        Refused::BadText => "Một ô bắt buộc còn trống hoặc quá dài.".into(),
        Refused::FormUsed(id) => format!(
            "Biểu mẫu này đã lưu thành đơn {id}, nay nội dung khác đi. Bấm lưu lần nữa để ghi thành đơn mới."
        ),
        Refused::ImplausibleReceipt => {
            "Ngày nhận không thể ở tương lai hoặc trước năm 1990.".into()
        }
        Refused::CannotUndo(UndoObstacle::AlreadyUndone) => "Lần nhập này đã hoàn tác rồi.".into(),
        Refused::CannotUndo(UndoObstacle::Running) => "Lần nhập này đang chạy.".into(),
        Refused::CannotUndo(UndoObstacle::WorkedOn(id)) => {
            format!("Không hoàn tác được: đơn {id} đã được xử lý tiếp sau khi nhập.")
        }
        Refused::RowNotWaiting => "Dòng này vừa được người khác sửa hoặc bỏ: hãy mở lại để xem.".into(),
        Refused::ByLaw(refused) => law_refusal(refused),
        Refused::FutureDay => "Ngày của bước này ở tương lai.".into(),
        Refused::NotAnOfficer => "Người được chọn không thuộc đơn vị đang giữ đơn.".into(),
        Refused::Unit(reason) => contradiction(reason),
        Refused::Untold => "Đĩa của máy chủ đã đầy nên không ghi được nhật ký. Việc này chỉ làm được khi nhật ký ghi lại; \
                            chưa có gì được đưa ra. Báo bộ phận CNTT giải phóng chỗ rồi làm lại."
            .into(),
        Refused::NoSuchPetition(id) => format!("Không có đơn {id}."),
        Refused::Seal(fault) => seal_fault(fault),
        Refused::CannotBeLetKnow => {
            "Người được chọn không xem được đơn này, đã khóa tài khoản, hoặc đã được biết danh tính.".into()
        }
        Refused::Correction(reason) => correction_refusal(*reason),
        Refused::Step(fault) => step_fault(*fault),
    }
}

/// Why nothing can be sealed or opened, and what to do.
pub fn seal_fault(fault: &SealFault) -> String {
    match fault {
        SealFault::Missing { place } => format!(
            "Máy chủ không có tệp khóa niêm phong (chờ ở {}), nên chưa mở, ghi hay tìm được danh tính \
             người được giữ bí mật. Báo bộ phận CNTT đặt lại tệp khóa rồi khởi động lại; mọi việc khác vẫn dùng được.",
            place.display()
        ),
        SealFault::Unusable { place, detail } => format!(
            "Tệp khóa niêm phong {} không dùng được ({detail}), nên chưa mở, ghi hay tìm được danh tính \
             người được giữ bí mật. Báo bộ phận CNTT; mọi việc khác vẫn dùng được.",
            place.display()
        ),
        SealFault::WrongKey { place, key } => format!(
            "Tệp khóa niêm phong {} không có khóa {key:08x} đã niêm phong danh tính này: đó là tệp của kho khác \
             hoặc một bản cũ. Báo bộ phận CNTT đặt lại đúng tệp rồi khởi động lại; mọi việc khác vẫn dùng được.",
            place.display()
        ),
    }
}

/// What was done to a search, for the reader to know.
pub fn search_hint(hint: &Hint) -> String {
    match hint {
        Hint::NothingTyped => "Gõ tên, số đơn, địa chỉ hoặc vài chữ trong nội dung.".into(),
        Hint::Decoded(text) => format!("Hiểu là “{text}”."),
        Hint::Corrected(text) => {
            format!("Không có đúng chữ đã gõ; đang hiện kết quả cho “{text}”.")
        }
        Hint::LeftOut(words) => {
            format!("Không có đơn nào chứa đủ các chữ; đã bỏ qua: {}.", words.join(", "))
        }
        Hint::NotAsPhrase => {
            "Không có cụm từ này liền nhau; đang hiện các đơn có đủ những chữ đó.".into()
        }
        Hint::NothingFound => "Không tìm thấy. Thử ít chữ hơn, hoặc chỉ tên người gửi.".into(),
    }
}

/// The name of a weekday.
pub fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

/// `dd/mm/yyyy`.
pub fn date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// Reads a date as people type it: `dd/mm/yyyy`, `d-m-yyyy`, `dd.mm.yyyy`, `ddmmyyyy`, and the browser's `yyyy-mm-dd`.
pub fn read_date(raw: &str) -> Option<NaiveDate> {
    let raw = raw.trim();
    if raw.len() == 8 && raw.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(
            raw[4..].parse().ok()?,
            raw[2..4].parse().ok()?,
            raw[..2].parse().ok()?,
        );
    }
    let parts: Vec<&str> = raw.split(['/', '-', '.', ' ']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `hh:mm dd/mm/yyyy`, in the office's zone.
pub fn moment(at: DateTime<FixedOffset>) -> String {
    format!("{:02}:{:02} {}", at.hour(), at.minute(), date(at.date_naive()))
}

/// A number with points between thousands, as Vietnamese writes it (2.289).
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let expected = NaiveDate::from_ymd_opt(2018, 3, 4);
        for typed in ["04/03/2018", "4/3/2018", " 4-3-2018", "04.03.2018", "2018-03-04", "04032018"]
        {
            assert_eq!(read_date(typed), expected, "{typed}");
        }
        for wrong in ["", "31/02/2018", "4/3/18", "04/03", "hôm nay", "99999999", "1/2/3/2018"] {
            assert_eq!(read_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_have_points_between_thousands() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(2289), "2.289");
        assert_eq!(count(1_000_000), "1.000.000");
    }

    #[test]
    fn a_paper_without_a_number_is_quoted_by_its_day() {
        let dated = NaiveDate::from_ymd_opt(2017, 5, 12);
        let quoted = |number: &str| {
            let document = DocumentMention { number: number.into(), dated };
            super::outcome(&Outcome { kind: ResultKind::Reply, document })
        };
        assert_eq!(quoted(""), "Văn bản trả lời ngày 12/05/2017");
        assert_eq!(quoted("868"), "Văn bản trả lời số 868 ngày 12/05/2017");
    }

    #[test]
    fn a_source_reads_as_the_book_writes_it() {
        let forwarded =
            Source { channel: Channel::Forwarded, from_body: Some("Thanh tra tỉnh".into()) };
        assert_eq!(source(&forwarded), "Thanh tra tỉnh chuyển");
        assert_eq!(source(&Source { channel: Channel::Post, from_body: None }), "Bưu điện");
    }
}
