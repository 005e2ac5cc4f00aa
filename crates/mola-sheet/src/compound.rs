pub(crate) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
pub(crate) fn sniff(_b: &[u8]) -> Result<crate::Format, crate::SheetError> { Ok(crate::Format::Xls) }
