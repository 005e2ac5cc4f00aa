use super::*;
use mola_finding::Language;

fn shared(lang: Language, format: Format) -> Shared {
    Shared { lang, format, verbose: 0, quiet: false }
}

#[test]
fn the_next_command_says_what_must_be_said_again() {
    let (pipeline, store) = (PathBuf::from("pipelines/a b"), PathBuf::from("st"));
    for (lang, command, pipeline, store, expected) in [
        (Language::Es, "explain X@2011+", None, None, "mola explain X@2011+"),
        (Language::Es, "explain X@2011+", Some(&pipeline), None, "mola explain X@2011+ --pipeline \"pipelines/a b\""),
        (Language::Es, "report 3f9a1c", Some(&pipeline), None, "mola report \"pipelines/a b\" 3f9a1c"),
        (Language::Fr, "status", Some(&pipeline), Some(&store), "mola status \"pipelines/a b\" --store st --lang fr"),
    ] {
        let shared = shared(lang, Format::Text);
        let call = Call { shared: &shared, texts: Texts::of(lang) };
        assert_eq!(again(&call, command, pipeline, store), expected);
    }
}

#[test]
fn a_refusal_is_an_object_for_programs() {
    let shared = shared(Language::En, Format::Json);
    let call = Call { shared: &shared, texts: Texts::of(Language::En) };
    let answer = refuse(&call, &Failure::NoPipelineHere);
    assert_eq!(answer.ending, Ending::NotDone);
    let object: serde_json::Value = serde_json::from_str(&answer.text).expect("an object");
    assert_eq!((object["schema_version"].as_u64(), object["error"]["kind"].as_str()), (Some(1), Some("no-pipeline")));
}

#[test]
fn a_reader_that_has_gone_away_is_no_fault() {
    struct Gone(io::ErrorKind);
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    assert!(write(&mut Gone(io::ErrorKind::BrokenPipe), "text").is_ok());
    assert!(write(&mut Gone(io::ErrorKind::StorageFull), "text").is_err());
}
