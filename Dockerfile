# The command as a container: docker build --build-arg REGISTRY=... --tag wframe:0.1.0 .
# REGISTRY is where .NET's own images (dotnet/sdk, dotnet/runtime) come from.
ARG REGISTRY
FROM ${REGISTRY}/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Cli -c Release -r linux-x64 --artifacts-path /artifacts -o /wframe -p:RunAnalyzers=false

# Without a shell or a package manager, and not as root.
FROM ${REGISTRY}/dotnet/runtime:10.0-noble-chiseled
COPY --from=build /wframe /wframe
ENTRYPOINT ["dotnet", "/wframe/wframe.dll"]
