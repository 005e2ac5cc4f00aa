//! Names of encodings.

/// The name in the WHATWG standard of an encoding that other programs call by other names; `None` where no encoding
/// of the standard is meant.
///
/// ```
/// use mola_spec::encoding;
///
/// assert_eq!(encoding("latin1"), Some("windows-1252"));
/// assert_eq!(encoding("CP949"), Some("EUC-KR"));
/// assert_eq!(encoding("utf_8_sig"), Some("UTF-8"));
/// assert_eq!(encoding("cp437"), None);
/// ```
pub fn encoding(name: &str) -> Option<&'static str> {
    let plain: String = name.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let label = match plain.as_str() {
        "cp949" | "ms949" | "uhc" | "949" => "euc-kr",
        "cp932" | "ms932" | "932" => "shift_jis",
        "cp936" | "ms936" | "936" => "gbk",
        "cp950" | "ms950" | "950" => "big5",
        "cp65001" | "utf8sig" | "utf8bom" => "utf-8",
        "macroman" => "macintosh",
        "maccyrillic" => "x-mac-cyrillic",
        other => return by_label(name).or_else(|| by_label(other)).or_else(|| of_a_family(other)),
    };
    by_label(label)
}

fn by_label(label: &str) -> Option<&'static str> {
    encoding_rs::Encoding::for_label(label.as_bytes()).map(encoding_rs::Encoding::name)
}

/// Names that differ from those of the standard in what stands between their parts.
fn of_a_family(plain: &str) -> Option<&'static str> {
    let families = [("windows", "windows-"), ("cp", "windows-"), ("ansi", "windows-"), ("iso8859", "iso-8859-")];
    let found = families.iter().find_map(|(start, label)| Some(format!("{label}{}", plain.strip_prefix(start)?)));
    let wide = plain.strip_prefix("utf16").map(|end| format!("utf-16{end}"));
    found.or(wide).and_then(|label| by_label(&label))
}
