//! The columns of a ledger, and the header words that mean each.
//!
//! Offices order and word their columns as they like; a header means the column whose longest phrase it contains.
//! Phrases are data: folded words, after the usual abbreviations are written out.

use super::terms;
use crate::domain::petition::closed_set;
use crate::domain::text;

closed_set! {
    /// What a column of the ledger is about.
    Column {
        /// Số thứ tự, số đến.
        Ordinal = "so-thu-tu",
        /// Ngày đến: the day of receipt.
        ReceivedOn = "ngay-den",
        /// Ngày ghi trên đơn.
        WrittenOn = "ngay-viet",
        /// Họ và tên người gửi.
        Sender = "nguoi-gui",
        /// Name and address of the sender in one cell.
        SenderAndAddress = "nguoi-gui-dia-chi",
        /// Địa chỉ.
        Address = "dia-chi",
        /// Phường, xã, where it has a column of its own.
        Ward = "phuong-xa",
        /// Số CMND, CCCD.
        IdentityNumber = "so-giay-to",
        /// Điện thoại.
        Phone = "dien-thoai",
        /// Số người, where it has a column of its own.
        GroupSize = "so-nguoi",
        /// Nguồn đơn: how it came in.
        Source = "nguon-don",
        /// Loại đơn.
        Kind = "loai-don",
        /// Lĩnh vực.
        Field = "linh-vuc",
        /// Nội dung.
        Content = "noi-dung",
        /// Người bị khiếu nại, bị tố cáo.
        Respondent = "nguoi-bi",
        /// Đơn vị được giao.
        Unit = "don-vi",
        /// Hình thức giao.
        Mode = "hinh-thuc-giao",
        /// Văn bản giao: number, and day where both stand in one cell.
        AssigningDocument = "van-ban-giao",
        /// Ngày văn bản giao.
        AssigningDate = "ngay-giao",
        /// Thời hạn.
        DueOn = "thoi-han",
        /// Kết quả giải quyết: paper, number, and day where all stand in one cell.
        Result = "ket-qua",
        /// Ngày của văn bản kết quả.
        ResultDate = "ngay-ket-qua",
        /// Ghi chú.
        Note = "ghi-chu",
    }
}

impl Column {
    /// Whether it tells who the sender is.
    pub fn is_of_sender(self) -> bool {
        matches!(
            self,
            Self::Sender
                | Self::SenderAndAddress
                | Self::Address
                | Self::Ward
                | Self::IdentityNumber
                | Self::Phone
        )
    }
}

/// Abbreviations in headers: folded, and written out.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("nd", "noi dung"),
    ("ndung", "noi dung"),
    ("dv", "don vi"),
    ("cq", "co quan"),
    ("kq", "ket qua"),
    ("gq", "giai quyet"),
    ("kqgq", "ket qua giai quyet"),
    ("xl", "xu ly"),
    ("vb", "van ban"),
    ("cv", "cong van"),
    ("pc", "phieu chuyen"),
    ("qd", "quyet dinh"),
    ("tl", "tra loi"),
    ("sdt", "so dien thoai"),
    ("dt", "dien thoai"),
    ("dc", "dia chi"),
    ("li", "ly"),
    ("kn", "khieu nai"),
    ("tc", "to cao"),
    ("gc", "ghi chu"),
    ("ht", "hinh thuc"),
    ("n dung", "noi dung"),
    ("d vi", "don vi"),
    ("c quan", "co quan"),
    ("t han", "thoi han"),
    ("k qua", "ket qua"),
    ("g chu", "ghi chu"),
    ("d chi", "dia chi"),
    ("l don", "loai don"),
    ("h ten", "ho ten"),
    ("v ban", "van ban"),
];

/// Phrases of each column, folded; `|` parts them.
const PHRASES: &[(Column, &str)] = &[
    (
        Column::Ordinal,
        "stt|tt|so tt|so thu tu|thu tu|so den|so don|so vao so|so ho so|so dang ky|ma don|ma so|so",
    ),
    (
        Column::ReceivedOn,
        "ngay den|ngay nhan|ngay tiep nhan|ngay vao so|ngay nop|ngay nhan don|ngay tiep|ngay thang|ngay thang nam|\
         thoi gian nhan|thoi gian tiep nhan|ngay|ngay don den|ngay thang nhan|ngay thang den|ngay thang nhan don|\
         ngay thang tiep nhan|thoi gian|thoi diem nhan|thoi diem tiep nhan|nhan ngay|ngay gui den|ngay thang nam nhan|\
         ngay thang nam den|ngay thang nam tiep nhan|ngay cong dan den|ngay thu don",
    ),
    (
        Column::WrittenOn,
        "ngay viet|ngay viet don|ngay ghi tren don|ngay tren don|ngay lam don|don de ngay|ngay de don|ngay ky don|\
         ngay don|ngay thang tren don|ngay thang ghi tren don|ngay gui don|ngay gui|ngay thang viet don|ngay cua don",
    ),
    (
        Column::Sender,
        "ho ten|ho va ten|ten nguoi|nguoi gui|nguoi dung don|nguoi viet don|nguoi lam don|nguoi nop|nguoi co don|\
         nguoi khieu nai|nguoi to cao|nguoi kien nghi|nguoi phan anh|chu don|duong su|cong dan|nguyen don|\
         nguoi dung ten|ten cong dan|ten nguoi gui|ten to chuc ca nhan|to chuc ca nhan|ca nhan to chuc|nguoi de nghi|\
         nguoi gui don|nguoi ky don|nguoi yeu cau|ho ten nguoi gui|ho ten nguoi dung don|ho ten cong dan|\
         nguoi khieu nai to cao|ten|ho ten dia chi nguoi gui|don cua ong ba|ong ba|cua ong ba|nguoi dai dien",
    ),
    (
        Column::Address,
        "dia chi|noi o|noi cu tru|noi thuong tru|cu tru|cho o|thuong tru|tru quan|ho khau|noi dang ky|noi sinh song|\
         d c|dia chi lien he|dia ban|dia chi nguoi gui|que quan|tru tai|tam tru|noi o hien nay|noi cu ngu",
    ),
    (
        Column::Ward,
        "phuong xa|xa phuong|xa phuong thi tran|phuong|xa|phuong xa thi tran|ten phuong xa",
    ),
    (
        Column::IdentityNumber,
        "cmnd|cccd|so cmnd|so cccd|chung minh|can cuoc|giay to|so giay to|so dinh danh|ho chieu|cmt",
    ),
    (Column::Phone, "dien thoai|so dien thoai|dtdd|lien lac|so lien lac"),
    (
        Column::GroupSize,
        "so nguoi|so luong nguoi|so ho|so nguoi ky|so nguoi gui|so nguoi dung don|so cong dan|so luot nguoi|\
         so nguoi tham gia|dong nguoi|so nguoi ky don|so nguoi dai dien",
    ),
    (
        Column::Source,
        "nguon|nguon don|noi chuyen|noi chuyen don|noi gui|noi gui den|noi chuyen den|co quan chuyen|co quan chuyen don|\
         co quan chuyen den|don vi chuyen don|don vi chuyen den|hinh thuc tiep nhan|hinh thuc nhan|hinh thuc gui|\
         hinh thuc den|cach nhan|kenh tiep nhan|kenh nhan|kenh|nhan tu|nhan qua|duong nhan|cach thuc nhan|xuat xu|\
         hinh thuc nhan don|hinh thuc gui don|phuong thuc nhan|phuong thuc tiep nhan|den tu|noi den|xuat xu don|\
         hinh thuc nop|nguon goc|nguon tiep nhan|cach thuc tiep nhan|noi chuyen toi|cach gui|co quan gui|don vi gui|\
         co quan gui don|don vi gui don|don vi chuyen|cach tiep nhan|cach thuc gui|duong den|don tu|do dau chuyen|hinh thuc chuyen den",
    ),
    (
        Column::Kind,
        "loai|loai don|phan loai|phan loai don|loai viec|loai vu viec|the loai|dang don|loai hinh|tinh chat|\
         tinh chat don|loai don thu|don thuoc loai|loai khieu to|phan loai vu viec|hinh thuc don|phan loai don thu|\
         khieu nai to cao|khieu nai to cao knpa|khieu nai to cao khieu nai pa|khieu nai to cao pakn|khieu nai to cao kien nghi phan anh|loai khieu nai to cao|the loai don|tinh chat vu viec|nhom don",
    ),
    (
        Column::Field,
        "linh vuc|nhom linh vuc|nganh|phan loai theo linh vuc|linh vuc don|loai linh vuc",
    ),
    (
        Column::Content,
        "noi dung|trich yeu|tom tat|noi dung don|noi dung tom tat|tom tat noi dung|trich yeu noi dung|noi dung vu viec|\
         vu viec|su viec|noi dung chinh|ve viec|noi dung trinh bay|noi dung khieu nai|noi dung to cao|van de|\
         noi dung phan anh|noi dung kien nghi|noi dung khieu nai to cao|noi dung su viec|tom tat vu viec|\
         noi dung don thu|noi dung yeu cau|noi dung de nghi",
    ),
    (
        Column::Respondent,
        "nguoi bi khieu nai|nguoi bi to cao|nguoi bi|doi tuong bi|nguoi bi khieu nai to cao|bi khieu nai|bi to cao|\
         doi tuong bi khieu nai|doi tuong bi to cao|bi don|co quan bi khieu nai",
    ),
    (
        Column::Unit,
        "don vi|co quan|don vi duoc giao|co quan duoc giao|co quan giai quyet|don vi giai quyet|don vi thu ly|\
         co quan thu ly|don vi xu ly|co quan xu ly|noi giai quyet|noi xu ly|noi thu ly|giao cho|don vi chu tri|\
         co quan chu tri|phong ban|chuyen den|chuyen cho|giao don vi|giao co quan|tham quyen giai quyet|tham quyen|\
         don vi tham muu|co quan tham muu|don vi thuc hien|co quan thuc hien|don vi tiep nhan xu ly|noi nhan|\
         don vi nhan|co quan nhan|chuyen don vi|chuyen co quan|nguoi giai quyet|nguoi thu ly|bo phan xu ly|\
         bo phan giai quyet|don vi nhan viec|don vi nhan don|phong ban thu ly|co quan tham quyen|giao ai|\
         co quan co tham quyen|don vi phu trach|noi duoc giao|giao giai quyet cho|bo phan|co quan tham quyen giai quyet",
    ),
    (
        Column::Mode,
        "hinh thuc giao|cach giao|huong xu ly|hinh thuc xu ly|noi dung giao|y kien xu ly|nhiem vu|nhiem vu giao|\
         yeu cau xu ly|chi dao|y kien chi dao|noi dung chi dao|loai giao viec|giao viec|de xuat xu ly|phuong an xu ly|\
         cach xu ly|bien phap xu ly|tinh chat giao|nhiem vu duoc giao|noi dung giao viec|cach thuc giao|hinh thuc|\
         hinh thuc thu ly|hinh thuc giai quyet|cach thuc xu ly|viec duoc giao|yeu cau giao|the thuc giao|viec giao|giao de|yeu cau|huong giai quyet|phuong thuc giao|kieu giao|\
         dang giao|hinh thuc phan cong|xu ly|yeu cau giai quyet|loai giao|hinh thuc chuyen",
    ),
    (
        Column::AssigningDocument,
        "van ban giao|phieu chuyen|so phieu chuyen|cong van giao|van ban chuyen|cong van chuyen|so van ban giao|\
         so van ban chuyen|so hieu van ban giao|so cong van|so phieu|phieu giao|so cong van chuyen|so cong van giao|\
         van ban chuyen don|van ban giao viec|van ban chi dao|so van ban|so ky hieu|so ky hieu van ban|van ban di|\
         giay chuyen|quyet dinh giao|thong bao giao|van ban xu ly|phieu xu ly|cong van chi dao|van ban phan cong|\
         van ban|cong van|phieu giao viec",
    ),
    (
        Column::AssigningDate,
        "ngay giao|ngay chuyen|ngay van ban giao|ngay phieu chuyen|ngay van ban chuyen|ngay cong van giao|\
         ngay chuyen don|ngay phan cong|ngay cong van chuyen|ngay van ban|ngay thang van ban|ngay phieu|ngay giao viec|\
         ngay chuyen di|ngay cong van",
    ),
    (
        Column::DueOn,
        "thoi han|han|han giai quyet|thoi han giai quyet|thoi han tra loi|han tra loi|ngay hen|hen tra|ngay den han|\
         ngay het han|han xu ly|thoi han xu ly|thoi gian giai quyet|thoi gian xu ly|han bao cao|thoi han bao cao|\
         ngay phai tra loi|ngay hen tra|ngay hen tra ket qua|han cuoi|han chot|thoi gian hoan thanh|han hoan thanh|\
         thoi han hoan thanh|den han|den han ngay|thoi han thuc hien|han thuc hien|thoi gian tra ket qua|\
         han tra ket qua|thoi han tra ket qua|ngay phai giai quyet xong|ngay phai xong|phai xong truoc",
    ),
    (
        Column::Result,
        "ket qua|ket qua giai quyet|ket qua xu ly|van ban giai quyet|van ban tra loi|ket qua tra loi|van ban ket qua|\
         quyet dinh giai quyet|van ban giai quyet so|so van ban giai quyet|so van ban tra loi|giai quyet|tra loi|\
         tinh hinh giai quyet|tinh hinh xu ly|tien do|so quyet dinh|cong van tra loi|ket qua thuc hien|\
         trang thai|tinh trang|da giai quyet|van ban phuc dap|van ban bao cao|ket luan|ket qua thu ly|\
         van ban ban hanh|noi dung giai quyet|noi dung ket qua|van ban tra loi ket qua|van ban tra loi cong dan",
    ),
    (
        Column::ResultDate,
        "ngay tra loi|ngay giai quyet|ngay ban hanh|ngay ket qua|ngay tra ket qua|ngay hoan thanh|ngay co ket qua|\
         ngay van ban giai quyet|ngay van ban tra loi|ngay xong|ngay giai quyet xong|ngay ket thuc|ngay quyet dinh|\
         ngay xu ly|ngay xu ly xong|ngay bao cao|ngay ky|ngay ban hanh ket qua|ngay ra van ban",
    ),
    (Column::Note, "ghi chu|chu thich|ghi chu khac|ghi chep|ghi them|luu y|chu y"),
];

/// The column that a header means.
pub(super) fn meant_by(header: &str) -> Option<Column> {
    let words = written_out(header);
    let (column, at) = longest(&words)?;
    let is_numbered = words.iter().any(|word| word == "so");
    if is_numbered && column == Column::AssigningDate {
        return Some(Column::AssigningDocument);
    }
    if is_numbered && column == Column::ResultDate {
        return Some(Column::Result);
    }
    let elsewhere = |other: Column| longest_of(&words, other).map(|(_, place)| place);
    let address_follows = || elsewhere(Column::Address).is_some_and(|address| address > at);
    let name_leads = || elsewhere(Column::Sender).is_some_and(|name| name < at);
    if column == Column::Sender && address_follows() || column == Column::Address && name_leads() {
        return Some(Column::SenderAndAddress);
    }
    // "Địa chỉ người làm đơn" is about the address, however long the sender's words.
    if column == Column::Sender && elsewhere(Column::Address).is_some_and(|address| address < at) {
        return Some(Column::Address);
    }
    let is_common = words.len() > 1 && is_single_word(&words, at, column);
    (!is_common).then_some(column)
}

/// Folded words with abbreviations written out; what stands in brackets only explains.
fn written_out(header: &str) -> Vec<String> {
    let outside = header.split('(').next().unwrap_or(header);
    let shown = if outside.trim().is_empty() { header } else { outside };
    let mut words = format!(" {} ", text::folded_words(shown).join(" "));
    for (short, long) in ABBREVIATIONS {
        words = words.replace(&format!(" {short} "), &format!(" {long} "));
    }
    words.split_whitespace().map(str::to_owned).collect()
}

/// The column with the longest phrase in the header, and where the phrase begins.
fn longest(words: &[String]) -> Option<(Column, usize)> {
    let best = PHRASES.iter().filter_map(|(column, _)| {
        longest_of(words, *column).map(|(length, at)| (length, *column, at))
    });
    // Of phrases of one length the one that begins first is what the header is about.
    best.min_by_key(|(length, _, at)| (std::cmp::Reverse(*length), *at))
        .map(|(_, column, at)| (column, at))
}

/// Length and beginning of the longest phrase of `column` in the header.
fn longest_of(words: &[String], column: Column) -> Option<(usize, usize)> {
    let phrases =
        PHRASES.iter().filter(|(of, _)| *of == column).flat_map(|(_, all)| all.split('|'));
    let found = phrases.filter_map(|phrase| {
        Some((phrase.split_whitespace().count(), terms::place_of(words, phrase)?))
    });
    found.max_by_key(|(length, at)| (*length, std::cmp::Reverse(*at)))
}

/// Words as common as "số", "ngày", "tên" mean a column only where they stand alone.
fn is_single_word(words: &[String], at: usize, column: Column) -> bool {
    longest_of(words, column) == Some((1, at))
        && matches!(words[at].as_str(), "so" | "ngay" | "ten" | "phuong" | "xa")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_by_their_meaning() {
        for (header, column) in [
            ("STT", Column::Ordinal),
            ("Số TT", Column::Ordinal),
            ("Ngày đến", Column::ReceivedOn),
            ("Ngày, tháng nhận đơn", Column::ReceivedOn),
            ("Ngày đến hạn", Column::DueOn),
            ("Họ và tên người gửi", Column::Sender),
            ("Người đứng đơn", Column::Sender),
            ("Họ tên, địa chỉ người gửi đơn", Column::SenderAndAddress),
            ("Người gửi - Địa chỉ", Column::SenderAndAddress),
            ("Địa chỉ người gửi", Column::Address),
            ("Nơi cư trú", Column::Address),
            ("Địa chỉ người làm đơn", Column::Address),
            ("N.dung", Column::Content),
            ("Đ.vị GQ", Column::Unit),
            ("HT giao", Column::Mode),
            ("K.quả", Column::Result),
            ("Nguồn đơn", Column::Source),
            ("Cơ quan chuyển đơn", Column::Source),
            ("Loại đơn (KN, TC, KNPA)", Column::Kind),
            ("Trích yếu ND", Column::Content),
            ("Nội dung tóm tắt", Column::Content),
            ("Nội dung giải quyết", Column::Result),
            ("Đơn vị được giao", Column::Unit),
            ("CQ giải quyết", Column::Unit),
            ("Đơn vị thụ lý", Column::Unit),
            ("Hình thức giao", Column::Mode),
            ("Văn bản giao (số, ngày)", Column::AssigningDocument),
            ("Văn bản giao Số", Column::AssigningDocument),
            ("Ngày VB giao", Column::AssigningDate),
            ("Số, ngày văn bản giao", Column::AssigningDocument),
            ("Số, ngày CV", Column::AssigningDocument),
            ("KN/TC/KNPA", Column::Kind),
            ("Ngày, tháng, năm", Column::ReceivedOn),
            ("Ngày gửi đơn", Column::WrittenOn),
            ("Phường, xã", Column::Ward),
            ("Nơi gửi đến", Column::Source),
            ("Cách tiếp nhận", Column::Source),
            ("Giao cho", Column::Unit),
            ("Yêu cầu giải quyết", Column::Mode),
            ("Hướng xử lý", Column::Mode),
            ("Số phiếu chuyển", Column::AssigningDocument),
            ("Hạn GQ", Column::DueOn),
            ("Ngày hẹn trả", Column::DueOn),
            ("Số người ký đơn", Column::GroupSize),
            ("Đ/c", Column::Address),
            ("Số CMND/CCCD", Column::IdentityNumber),
            ("SĐT", Column::Phone),
            ("Thời hạn giải quyết", Column::DueOn),
            ("Văn bản giải quyết", Column::Result),
            ("KQ GQ", Column::Result),
            ("Ngày trả lời", Column::ResultDate),
            ("Người bị KN, TC", Column::Respondent),
            ("Ghi chú", Column::Note),
        ] {
            assert_eq!(meant_by(header), Some(column), "{header}");
        }
        for header in ["", "Số liệu", "Cộng", "Lãnh đạo ký", "Tên tệp"] {
            assert_eq!(meant_by(header), None, "{header}");
        }
    }
}
