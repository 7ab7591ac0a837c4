namespace WFrame.Cli.Verbs.Jobs;

internal static class KubernetesJob
{
    /// <summary>
    /// Each index is a process with its own budget of tries. Bad input and divergence would end the same way again; a pod
    /// that the cluster moves does not count.
    /// </summary>
    public static string Of(ClusterTask task)
    {
        var gpu = task.Gpu ? "\n              nvidia.com/gpu: \"1\"" : "";
        return $"""
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {task.Name}
            spec:
              completionMode: Indexed
              completions: {task.Tasks}
              parallelism: {task.Parallelism ?? task.Tasks}
              backoffLimitPerIndex: {task.Attempts - 1}
              maxFailedIndexes: {task.Tasks}
              podFailurePolicy:
                rules:
                  - action: Ignore
                    onPodConditions:
                      - type: DisruptionTarget
                        status: "True"
                  - action: FailIndex
                    onExitCodes:
                      containerName: wframe
                      operator: In
                      values: [2, 3]
              template:
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 60
                  containers:
                    - name: wframe
                      image: {Text(task.Image)}
                      args: [{string.Join(", ", task.Words.Append("--retry-failed").Select(Text))}]
                      env:
                        - name: {ShardIndex.CompletionCount}
                          value: "{task.Tasks}"
                      resources:
                        requests:
                          cpu: "{task.Cpus}"
                          memory: {task.Megabytes}Mi
                        limits:
                          memory: {task.Megabytes}Mi{gpu}
                      volumeMounts:
                        - name: batch
                          mountPath: /batch
                  volumes:
                    - name: batch
                      persistentVolumeClaim:
                        claimName: {task.Claim}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>A YAML text; JSON's are such.</summary>
    private static string Text(string text) => JsonSerializer.Serialize(text);
}
