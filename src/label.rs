//! The words on screen for the closed sets of the domain, and dates as the office writes them.
//!
//! One owner for every label: pages, Excel and the command line take them from here.

mod correction;
mod happening;
pub mod law;
mod workflow;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Weekday};

use crate::app::account::PASSWORD_MIN;
use crate::app::error::{Refused, UndoObstacle};
use crate::app::import::ReadError;
use crate::domain::deadline::{DeadlineError, Explained, LookupError};
use crate::domain::ledger::{BookError, Column, Fault, SheetResult};
use crate::domain::listing::{DueFilter, DueState, SortColumn, StatusFilter, StatusGroup};
use crate::domain::organisation::UnitKind;
use crate::domain::permission::Role;
use crate::domain::petition::{
    AssignmentMode, Channel, DocumentMention, Field, Kind, Outcome, ResultKind, Source, Status,
};
use crate::domain::rulebook::{Confidence, Direction, Unit, UnknownRule};
use crate::domain::text::TextError;
use crate::search::Hint;
use crate::store::petition::ListSender;
use crate::workbook::{Measure, WorkbookError};

pub use correction::{correction_refusal, kept};
pub use happening::{happening, proposal};
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

/// The name of a kind of unit.
pub fn unit_kind(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Office => "Văn phòng",
        UnitKind::Desk => "Ban Tiếp công dân",
        UnitKind::Inspectorate => "Thanh tra",
        UnitKind::Department => "Phòng chuyên môn",
        UnitKind::PublicService => "Đơn vị sự nghiệp",
        UnitKind::Ward => "UBND phường",
        UnitKind::Commune => "UBND xã",
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

/// How a protected sender is spoken of ("Công dân TC-2017-0012").
pub fn sealed(year: u16, number: u32) -> String {
    format!("Công dân TC-{year}-{number:04}")
}

/// The sender of a list row, as far as a list may show.
pub fn sender(year: u16, sender: &ListSender) -> String {
    match sender {
        ListSender::Anonymous => "Đơn nặc danh".into(),
        ListSender::Named(name) => name.clone(),
        ListSender::Sealed(number) => sealed(year, *number),
    }
}

/// The heading of a ledger column.
pub fn ledger_column(column: Column) -> &'static str {
    match column {
        Column::Ordinal => "Số thứ tự",
        Column::ReceivedOn => "Ngày đến",
        Column::WrittenOn => "Ngày ghi trong đơn",
        Column::Sender => "Người gửi",
        Column::SenderAndAddress => "Người gửi, địa chỉ",
        Column::Address => "Địa chỉ",
        Column::Ward => "Phường, xã",
        Column::IdentityNumber => "Số CCCD/CMND",
        Column::Phone => "Điện thoại",
        Column::GroupSize => "Số người",
        Column::Source => "Nguồn đơn",
        Column::Kind => "Loại đơn",
        Column::Field => "Lĩnh vực",
        Column::Content => "Nội dung",
        Column::Respondent => "Người bị khiếu nại, tố cáo",
        Column::Unit => "Đơn vị được giao",
        Column::Mode => "Hình thức giao",
        Column::AssigningDocument => "Văn bản giao",
        Column::AssigningDate => "Ngày văn bản giao",
        Column::DueOn => "Thời hạn",
        Column::Result => "Kết quả giải quyết",
        Column::ResultDate => "Ngày có kết quả",
        Column::Note => "Ghi chú",
    }
}

/// Why a ledger row waits.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NoKind => "Chưa ghi loại đơn.".into(),
        Fault::UnknownKind(text) => format!("Không rõ loại đơn “{text}”."),
        Fault::NoContent => "Chưa ghi nội dung.".into(),
        Fault::NoDate => "Chưa ghi ngày đến, phía trên cũng không có ngày nào.".into(),
        Fault::DateAboveUnknown { row } => {
            format!("Ngày đến để trống (như dòng trên), mà ngày ở dòng {row} chưa đúng.")
        }
        Fault::NoSuchDate { column, text } => {
            format!("{}: không có ngày “{text}”.", ledger_column(*column))
        }
        Fault::ImplausibleYear { column, text } => {
            format!("{}: năm trong “{text}” không hợp với sổ.", ledger_column(*column))
        }
        Fault::UnreadableDate { column, text } => {
            format!("{}: “{text}” không phải là ngày.", ledger_column(*column))
        }
        Fault::UnreadableGroupSize(text) => format!("Số người “{text}” không phải là số từ 1."),
        Fault::TooLong { column, max } => {
            format!("{}: dài quá {max} ký tự.", ledger_column(*column))
        }
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
        Refused::WeakPassword => format!(
            "Mật khẩu cần ít nhất {PASSWORD_MIN} ký tự và không được là mật khẩu hay gặp. \
             Một câu ngắn dễ nhớ là tốt nhất."
        ),
        Refused::WrongCredentials => "Tên đăng nhập hoặc mật khẩu không đúng.".into(),
        Refused::PostNeedsUnit => "Vai trò này thuộc một đơn vị: hãy chọn đơn vị.".into(),
        Refused::NoPost => "Chưa chọn vai trò.".into(),
        Refused::LastAdministrator => "Đây là quản trị viên cuối cùng, không thể khóa.".into(),
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
        Refused::RowNotWaiting => "Dòng này đã được sửa hoặc bỏ trước đó.".into(),
        Refused::ByLaw(refused) => law_refusal(refused),
        Refused::FutureDay => "Ngày của bước này ở tương lai.".into(),
        Refused::NotAnOfficer => "Người được chọn không thuộc đơn vị đang giữ đơn.".into(),
        Refused::NoSuchPetition(id) => format!("Không có đơn {id}."),
        Refused::Correction(reason) => correction_refusal(*reason),
    }
}

/// Why a file is not a ledger, in words for whoever chose it.
pub fn unreadable_ledger(error: &ReadError) -> String {
    let words = match error {
        ReadError::Workbook(error) => return unreadable_workbook(error),
        ReadError::Book(BookError::Stopped) => {
            return unreadable_workbook(&WorkbookError::TooSlow);
        }
        ReadError::Book(BookError::NoLedger { sheets }) => {
            let sheets = sheets.iter().map(|sheet| match sheet.result {
                SheetResult::Empty => format!("“{}” trống", sheet.name),
                SheetResult::NoHeader => format!("“{}” không có dòng tiêu đề của sổ", sheet.name),
                SheetResult::Read { .. } => format!("“{}”", sheet.name),
            });
            sheets.collect::<Vec<_>>().join("; ")
        }
    };
    format!(
        "tệp không có trang nào là sổ theo dõi đơn ({words}). Cần một dòng tiêu đề có ít nhất \
         ngày đến, người gửi, nội dung. Chưa có gì được ghi."
    )
}

fn unreadable_workbook(error: &WorkbookError) -> String {
    let what = match error {
        WorkbookError::Empty => "tệp trống".into(),
        WorkbookError::NotAWorkbook => {
            "tệp không phải bảng tính (.xlsx, .xls, .ods hoặc .csv), dù tên có thể nói khác".into()
        }
        WorkbookError::Truncated => "tệp bị cụt, có thể do sao chép hoặc tải dở".into(),
        WorkbookError::PasswordProtected => {
            "tệp có mật khẩu; mở bằng Excel, bỏ mật khẩu rồi lưu lại".into()
        }
        WorkbookError::TooLarge { what, limit } => {
            let what = match what {
                Measure::FileBytes => "số byte của tệp",
                Measure::InflatedBytes | Measure::PartBytes => "số byte sau khi giải nén",
                Measure::Parts => "số thành phần trong tệp",
                Measure::Sheets => "số trang",
                Measure::Rows => "số dòng",
                Measure::Cells => "số ô",
                Measure::CellChars => "số ký tự trong một ô",
            };
            format!("tệp quá lớn: {what} vượt {}", count(*limit))
        }
        WorkbookError::TooSlow => "đọc tệp quá lâu nên đã dừng".into(),
        WorkbookError::Cancelled => "đã dừng theo yêu cầu".into(),
        WorkbookError::ForbiddenXml => {
            "tệp có khai báo XML mà không phần mềm bảng tính nào ghi; không nhận".into()
        }
        WorkbookError::Unreadable(detail) => format!("tệp hỏng ({detail})"),
    };
    format!("{what}. Chưa có gì được ghi.")
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

/// How a due date came about, line by line: the law, the count, every skipped day with its reason.
pub fn explanation(explained: &Explained) -> Vec<(&'static str, String)> {
    let sure = match explained.confidence {
        Confidence::H => "",
        Confidence::M | Confidence::L => " (chưa đối chiếu)",
    };
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
    for day in &explained.skipped {
        lines.push((
            "Không tính",
            format!("{}, {}: {}", date(day.date), weekday(day.date), day.name),
        ));
    }
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
fn term_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::CalendarDays => "ngày",
        Unit::WorkingDays => "ngày làm việc",
        Unit::Years => "năm",
        Unit::AtOnce => "(ngay)",
        Unit::Unset => "(lãnh đạo ấn định)",
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
