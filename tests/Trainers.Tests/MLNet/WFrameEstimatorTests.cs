using Microsoft.ML;
using Microsoft.ML.Data;
using WFrame.MLNet;

namespace WFrame.Trainers.Tests.MLNet;

public sealed class WFrameEstimatorTests
{
    private readonly MLContext context = new();

    private static WFrameEstimatorOptions Options =>
        new()
        {
            Training = SmallTrainings.Options with { Seed = 1 },
            Trunk = SmallTrainings.Trunk,
            Engine = SmallTrainings.Engine,
        };

    [Theory]
    [InlineData(WFrameMethod.WFrame, ThetaForm.Spatial)]
    [InlineData(WFrameMethod.Frame, ThetaForm.Filter)]
    public void Given_the_estimator_when_worked_out_then_it_keeps_MLNets_rules(WFrameMethod method, ThetaForm theta)
    {
        var options = Options with { Training = SmallTrainings.Options with { Method = method, Theta = theta } };

        EstimatorWorkout.Run(
            context,
            new WFrameEstimator(context, options),
            PixelRows.View(context, SmallTrainings.Images(4, 3)),
            ["Score", "Phi", "Similarity", "Map"],
            PixelRows.View(context, new PixelBatch(2, new ImageSize(1, 1))),
            context.Data.LoadFromEnumerable([new Other()])
        );
    }

    [Fact]
    public void Given_labels_and_another_column_name_when_worked_out_then_it_keeps_MLNets_rules()
    {
        var images = SmallTrainings.Images(6, 3);
        var data = context
            .Transforms.CopyColumns("Picture", "Pixels")
            .Fit(PixelRows.View(context, images))
            .Transform(PixelRows.View(context, images, "b", "a"));
        var renamed = context.Transforms.SelectColumns("Picture", "Label").Fit(data).Transform(data);
        var options = Options with { FeatureColumnName = "Picture", LabelColumnName = "Label" };

        EstimatorWorkout.Run(
            context,
            new WFrameEstimator(context, options),
            renamed,
            ["Score", "Phi", "Similarity", "Map"],
            PixelRows.View(context, images)
        );
    }

    [Fact]
    public void Given_text_labels_when_fitted_then_there_is_one_component_each_in_ordinal_order()
    {
        var images = SmallTrainings.Images(6, 3);
        var data = PixelRows.View(context, images, "b", "B", "a");

        using var fitted = new WFrameEstimator(context, Options with { LabelColumnName = "Label" }).Fit(data);

        Assert.Equal(["B", "a", "b"], fitted.Model.Components.Select(c => c.Name));
        Assert.Equal(3, Assert.IsType<VectorDataViewType>(fitted.Transform(data).Schema["Score"].Type).Size);
    }

    [Fact]
    public void Given_no_seed_when_made_then_the_contexts_seed_decides_and_an_explicit_one_wins()
    {
        var unseeded = Options with
        {
            Training = new WFrameOptions { Iterations = 2, Steps = 2 },
        };
        var chosen = unseeded with { Training = unseeded.Training with { Seed = 1 } };

        Assert.Equal(SeedOf(unseeded, 1), SeedOf(unseeded, 1));
        Assert.NotEqual(SeedOf(unseeded, 1), SeedOf(unseeded, 2));
        Assert.Equal(1UL, SeedOf(chosen, 2));
        Assert.Equal(1UL, new WFrameOptions().Seed);

        static ulong SeedOf(WFrameEstimatorOptions options, int context) =>
            new WFrameEstimator(new MLContext(seed: context), options).Options.Training.Seed;
    }

    [Theory]
    [InlineData("key")]
    [InlineData("number")]
    [InlineData("boolean")]
    public void Given_another_kind_of_label_when_fitted_then_its_values_name_the_components(string kind)
    {
        var data = PixelRows.View(context, SmallTrainings.Images(4, 3), kind == "key" ? ["x", "w"] : ["1", "0"]);
        var conversion = context.Transforms.Conversion;
        IEstimator<ITransformer> convert = kind switch
        {
            "key" => conversion.MapValueToKey("Label"),
            "number" => conversion.ConvertType("Label", outputKind: DataKind.Single),
            _ => conversion.ConvertType("Label", outputKind: DataKind.Boolean),
        };

        using var fitted = convert
            .Append(new WFrameEstimator(context, Options with { LabelColumnName = "Label" }))
            .Fit(data)
            .LastTransformer;

        string[] expected = kind switch
        {
            "key" => ["w", "x"],
            "number" => ["0", "1"],
            _ => ["False", "True"],
        };
        Assert.Equal(expected, fitted.Model.Components.Select(c => c.Name));
    }

    [Fact]
    public void Given_the_same_images_when_fitted_by_the_plain_trainer_then_the_model_is_the_same()
    {
        var images = SmallTrainings.Images(4, 3);
        using var trainer = new WFrameTrainer(SmallTrainings.Options, SmallTrainings.Trunk, SmallTrainings.Engine);

        using var fitted = new WFrameEstimator(context, Options).Fit(PixelRows.View(context, images));

        Assert.Equal(trainer.Fit(images).Components[0].Theta, fitted.Model.Components[0].Theta);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Given_an_engine_when_fitted_then_it_is_the_one_that_computes(int threads)
    {
        var logged = new List<string>();
        context.Log += (_, message) => logged.Add(message.Message);
        var options = Options with
        {
            Engine = new EngineOptions { Device = "ort-cpu", Threads = threads },
        };

        using var fitted = new WFrameEstimator(context, options).Fit(
            PixelRows.View(context, SmallTrainings.Images(2, 3))
        );

        Assert.Contains(logged, line => line.Contains($"on ort-cpu ({threads} session", StringComparison.Ordinal));
    }

    [Fact]
    public void Given_progress_and_a_log_when_fitted_then_every_iteration_is_told_to_both()
    {
        var (told, logged) = (new List<WFrameProgress>(), new List<string>());
        context.Log += (_, message) => logged.Add(message.Message);
        var options = Options with { Progress = new Told(told) };

        using var fitted = new WFrameEstimator(context, options).Fit(
            PixelRows.View(context, SmallTrainings.Images(4, 3))
        );

        Assert.Equal(Enumerable.Range(1, 6), told.Select(p => p.Iteration));
        Assert.Contains(logged, m => m.Contains("1 component(s) of 4 images of 8 px", StringComparison.Ordinal));
        Assert.Contains(logged, m => m.Contains("Iteration 6 of 6, model: R ", StringComparison.Ordinal));
    }

    [Fact]
    public void Given_a_cancelled_token_when_fitted_then_it_stops()
    {
        using var source = new CancellationTokenSource();
        var told = new List<WFrameProgress>();
        var options = Options with { Cancellation = source.Token, Progress = new Told(told, source) };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            new WFrameEstimator(context, options).Fit(PixelRows.View(context, SmallTrainings.Images(4, 3)))
        );

        Assert.Single(told);
    }

    [Fact]
    public void Given_a_flat_vector_when_fitted_then_the_size_must_be_given()
    {
        var definition = SchemaDefinition.Create(typeof(PixelRows.Row));
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 192);
        var rows = new[] { new PixelRows.Row { Pixels = new float[192] } };
        var data = context.Data.LoadFromEnumerable(rows, definition);

        var error = Assert.Throws<UsageException>(() => new WFrameEstimator(context, Options).Fit(data));
        using var fitted = new WFrameEstimator(context, Options with { Size = new(8, 8) }).Fit(data);

        Assert.Contains("flat vector of 192 numbers", error.Message, StringComparison.Ordinal);
        Assert.Single(EstimatorWorkout.Read(fitted.Transform(data), "Score"));
    }

    [Fact]
    public void Given_twice_as_many_numbers_as_the_model_has_when_scored_then_it_is_refused()
    {
        using var fitted = new WFrameTransformer(context, Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, 1));

        var error = Assert.Throws<UsageException>(() =>
            fitted.Transform(PixelRows.View(context, new PixelBatch(1, new ImageSize(16, 8))))
        );

        Assert.Contains("images of 8 px need [3,8,8] (192 numbers)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_bad_rows_when_fitted_then_the_row_is_named()
    {
        var rows = new[]
        {
            new PixelRows.Row { Pixels = new float[192], Label = "a" },
            Row(float.NaN, "a"),
        };
        var estimator = new WFrameEstimator(context, Options with { LabelColumnName = "Label" });

        var bad = Assert.Throws<InvalidContentException>(() => estimator.Fit(View(rows)));
        var unlabelled = Assert.Throws<UsageException>(() => estimator.Fit(View(rows[0], Row(1, " "))));
        var none = Assert.Throws<UsageException>(() => estimator.Fit(View()));

        Assert.Contains("Row 1 of column Pixels holds NaN at 5", bad.Message, StringComparison.Ordinal);
        Assert.Contains("Row 1 has no label in column Label", unlabelled.Message, StringComparison.Ordinal);
        Assert.Contains("no rows", none.Message, StringComparison.Ordinal);

        IDataView View(params PixelRows.Row[] some) => PixelRows.View(context, some, SmallTrainings.Size);

        static PixelRows.Row Row(float value, string label)
        {
            var pixels = new float[192];
            pixels[5] = value;
            return new() { Pixels = pixels, Label = label };
        }
    }

    [Fact]
    public void Given_options_out_of_range_when_constructed_then_they_are_named()
    {
        AssertRefused(Options with { FeatureColumnName = " " }, "FeatureColumnName");
        AssertRefused(Options with { LabelColumnName = "Pixels" }, "LabelColumnName 'Pixels'");
        AssertRefused(Options with { Size = new(0, 8) }, "Size.Height 0");

        void AssertRefused(WFrameEstimatorOptions options, string named) =>
            Assert.Contains(
                named,
                Assert.Throws<UsageException>(() => new WFrameEstimator(context, options)).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Given_a_wrong_column_when_the_schema_is_propagated_then_the_columns_there_are_named()
    {
        var shape = EstimatorWorkout.ShapeOf(PixelRows.View(context, SmallTrainings.Images(1, 1)).Schema);

        var missing = Assert.Throws<UsageException>(() =>
            new WFrameEstimator(context, Options with { FeatureColumnName = "Picture" }).GetOutputSchema(shape)
        );
        var text = Assert.Throws<UsageException>(() =>
            new WFrameEstimator(context, Options with { FeatureColumnName = "Label" }).GetOutputSchema(shape)
        );
        var label = Assert.Throws<UsageException>(() =>
            new WFrameEstimator(
                context,
                Options with
                {
                    FeatureColumnName = "Pixels",
                    LabelColumnName = "Class",
                }
            ).GetOutputSchema(shape)
        );

        Assert.Contains("no column Picture: choose one of Pixels, Label", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Column Label is Scalar", text.Message, StringComparison.Ordinal);
        Assert.Contains("no column Class", label.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_loaded_model_when_made_a_transformer_then_a_prediction_engine_scores_one_image()
    {
        var model = Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, 2);
        using var transformer = new WFrameTransformer(context, model);
        var definition = SchemaDefinition.Create(typeof(PixelRows.Row));
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, 8, 8);

        using var engine = context.Model.CreatePredictionEngine<PixelRows.Row, Scored>(
            transformer,
            inputSchemaDefinition: definition
        );
        var scored = engine.Predict(new() { Pixels = new float[192] });

        Assert.Equal(2, scored.Score!.Length);
        Assert.All(scored.Score, s => Assert.True(float.IsFinite(s)));
    }

    private sealed class Scored
    {
        public float[]? Score { get; set; }
    }

    private sealed class Other
    {
        public float Pixels { get; set; }
    }

    private sealed class Told(List<WFrameProgress> told, CancellationTokenSource? stop = null)
        : IProgress<WFrameProgress>
    {
        public void Report(WFrameProgress value)
        {
            told.Add(value);
            stop?.Cancel();
        }
    }
}
