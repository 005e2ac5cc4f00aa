//! Settings: a pipeline and a mapping as whoever writes them may write them. All faults are findings.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mola_spec::{PipelineFiles, SettingsText, pipeline, resolve};

fuzz_target!(|text: &str| {
    let (main, mapping) = text.split_once("\n---\n").unwrap_or((text, text));
    let (plan, _) = pipeline(&SettingsText::new("pipeline.toml", main));
    let Some(plan) = plan else { return };
    let files = PipelineFiles {
        indicators: SettingsText::new("indicators.csv", "code,kind,label_en,beneficiary\nA,unique,A,person\n"),
        mappings: vec![SettingsText::new("mapping.toml", mapping)],
        ..PipelineFiles::default()
    };
    resolve(plan, &files);
});
